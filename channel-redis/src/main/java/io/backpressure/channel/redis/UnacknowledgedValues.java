package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.backpressure.channel.Received;

/**
 * The values that this JVM has received and not acknowledged. Their visibility is renewed
 * every third of the visibility timeout. Acknowledgements that did not reach Redis are
 * repeated.
 */
// a failure is retried or leads to a redelivery
@SuppressWarnings("FutureReturnValueIgnored")
final class UnacknowledgedValues {

	/**
	 * Idle time of a released value, longer than that of any other value, so that it is
	 * claimed immediately.
	 */
	static final Duration RELEASED_IDLE = Duration.ofDays(3650);

	private static final byte[] NOTHING = {};

	private static final byte[] UNCOUNT = Keys.bytes("uncount");

	private final ScriptRunner scripts;

	private final byte[] consumer;

	private final Duration visibility;

	private final Set<String> ids = ConcurrentHashMap.newKeySet();

	private final Set<String> failedToAcknowledge = ConcurrentHashMap.newKeySet();

	private volatile long nextRenewal = System.nanoTime();

	private volatile boolean renewing;

	UnacknowledgedValues(ScriptRunner scripts, byte[] consumer, Duration visibility) {
		this.scripts = scripts;
		this.consumer = consumer;
		this.visibility = visibility;
	}

	<T> Received<T> add(StreamEntry entry, int maxDeliveries, Function<StreamEntry, T> decode) {
		this.ids.add(entry.id());
		return new Value<>(entry, maxDeliveries, decode);
	}

	/**
	 * Renew the visibility if that is due, and repeat failed acknowledgements. Called by
	 * a single thread.
	 */
	void renewIfDue() {
		this.failedToAcknowledge.forEach((id) -> {
			this.failedToAcknowledge.remove(id);
			acknowledge(id);
		});
		long now = System.nanoTime();
		if (now - this.nextRenewal >= 0 && !this.renewing) {
			this.nextRenewal = now + this.visibility.toNanos() / 3;
			String[] ids = this.ids.toArray(String[]::new);
			if (ids.length > 0) {
				this.renewing = true;
				start(Duration.ZERO, NOTHING, NOTHING, ids).whenComplete((done, ex) -> this.renewing = false);
			}
		}
	}

	void renewSoon() {
		this.nextRenewal = System.nanoTime();
	}

	void releaseAll() {
		String[] ids = this.ids.toArray(String[]::new);
		if (ids.length > 0) {
			release(ids);
		}
	}

	/** Release values that were delivered to this JVM but not handed to a receiver. */
	void releaseUndelivered(List<StreamEntry> entries) {
		start(RELEASED_IDLE, UNCOUNT, this.scripts.topic(),
				entries.stream().map(StreamEntry::id).toArray(String[]::new));
	}

	private void release(String... ids) {
		this.ids.removeAll(Arrays.asList(ids));
		start(RELEASED_IDLE, NOTHING, this.scripts.topic(), ids);
	}

	private CompletableFuture<List<Object>> start(Duration idle, byte[] uncount, byte[] topic, String... ids) {
		byte[][] arguments = new byte[4 + ids.length][];
		arguments[0] = this.consumer;
		arguments[1] = Keys.bytes(idle.toMillis());
		arguments[2] = uncount;
		arguments[3] = topic;
		for (int index = 0; index < ids.length; index++) {
			arguments[4 + index] = Keys.bytes(ids[index]);
		}
		return this.scripts.start(Script.RENEW, arguments);
	}

	private void acknowledge(String id) {
		this.scripts.start(Script.ACKNOWLEDGE, Keys.bytes(id), this.scripts.topic()).whenComplete((done, ex) -> {
			if (ex == null) {
				this.ids.remove(id);
			}
			else {
				this.failedToAcknowledge.add(id);
			}
		});
	}

	private final class Value<T> implements Received<T> {

		private final StreamEntry entry;

		private final int maxDeliveries;

		private final Function<StreamEntry, T> decode;

		private final AtomicBoolean done = new AtomicBoolean();

		Value(StreamEntry entry, int maxDeliveries, Function<StreamEntry, T> decode) {
			this.entry = entry;
			this.maxDeliveries = maxDeliveries;
			this.decode = decode;
		}

		@Override
		public T value() {
			return this.decode.apply(this.entry);
		}

		@Override
		public int deliveries() {
			return this.entry.deliveries();
		}

		@Override
		public int maxDeliveries() {
			return this.maxDeliveries;
		}

		@Override
		public void acknowledge() {
			if (this.done.compareAndSet(false, true)) {
				UnacknowledgedValues.this.acknowledge(this.entry.id());
			}
		}

		@Override
		public void release() {
			if (this.done.compareAndSet(false, true)) {
				UnacknowledgedValues.this.release(this.entry.id());
			}
		}

		@Override
		public String toString() {
			return "Received[" + this.entry.id() + ", delivery " + this.entry.deliveries() + "]";
		}

	}

}
