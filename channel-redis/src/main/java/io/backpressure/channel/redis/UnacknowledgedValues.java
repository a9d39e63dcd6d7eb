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
 * The values that this instance has received and not acknowledged. Each time a third of
 * the visibility timeout has passed, a renewal restarts the timeout of these values.
 * Failed acknowledgements are repeated.
 */
// a failure is retried or leads to a redelivery
@SuppressWarnings("FutureReturnValueIgnored")
final class UnacknowledgedValues {

	/**
	 * Idle time that a release sets. It is longer than that of any other value, and a
	 * value that has been released may be claimed at once.
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
	 * Repeat failed acknowledgements, and renew the values if a renewal is due. Called
	 * only by the timer.
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

	/**
	 * Release values whose delivery came too late for the receiver, and do not count this
	 * delivery.
	 */
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
