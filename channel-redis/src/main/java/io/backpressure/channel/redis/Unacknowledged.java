package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.backpressure.channel.Received;

/**
 * What this JVM has received and Redis does not know to be dealt with. While it is here
 * its visibility is renewed, three times before it would run out; an acknowledgement that
 * did not reach Redis is repeated then.
 */
final class Unacknowledged {

	private static final byte[] TELL_NOBODY = {};

	private final Calls calls;

	private final Keys keys;

	private final byte[] consumer;

	private final Duration visibility;

	private final Set<String> ids = ConcurrentHashMap.newKeySet();

	private final Set<String> failedToAcknowledge = ConcurrentHashMap.newKeySet();

	private volatile long nextRenewal = System.nanoTime();

	Unacknowledged(Calls calls, Keys keys, byte[] consumer, Duration visibility) {
		this.calls = calls;
		this.keys = keys;
		this.consumer = consumer;
		this.visibility = visibility;
	}

	<T> Received<T> add(Entry entry, int maxDeliveries, Function<Entry, T> decode) {
		this.ids.add(entry.id());
		return new Value<>(entry, maxDeliveries, decode);
	}

	/** Called from one thread. */
	void renewIfDue() {
		this.failedToAcknowledge.forEach((id) -> {
			this.failedToAcknowledge.remove(id);
			acknowledge(id);
		});
		long now = System.nanoTime();
		if (now - this.nextRenewal >= 0) {
			this.nextRenewal = now + this.visibility.toNanos() / 3;
			String[] ids = this.ids.toArray(String[]::new);
			if (ids.length > 0) {
				renew(0, TELL_NOBODY, ids);
			}
		}
	}

	void releaseAll() {
		String[] ids = this.ids.toArray(String[]::new);
		if (ids.length > 0) {
			release(ids);
		}
	}

	private void release(String... ids) {
		this.ids.removeAll(Arrays.asList(ids));
		renew(this.visibility.toMillis(), this.keys.topic(), ids);
	}

	private void renew(long idle, byte[] topic, String... ids) {
		byte[][] arguments = new byte[3 + ids.length][];
		arguments[0] = this.consumer;
		arguments[1] = Keys.bytes(idle);
		arguments[2] = topic;
		for (int index = 0; index < ids.length; index++) {
			arguments[3 + index] = Keys.bytes(ids[index]);
		}
		this.calls.tell(Script.RENEW, new byte[][] { this.keys.stream() }, arguments);
	}

	private void acknowledge(String id) {
		this.calls.tell(Script.ACKNOWLEDGE, (done) -> {
			if (done) {
				this.ids.remove(id);
			}
			else {
				this.failedToAcknowledge.add(id);
			}
		}, new byte[][] { this.keys.stream(), this.keys.meta() }, Keys.bytes(id), this.keys.topic());
	}

	private final class Value<T> implements Received<T> {

		private final Entry entry;

		private final int maxDeliveries;

		private final Function<Entry, T> decode;

		private final AtomicBoolean done = new AtomicBoolean();

		Value(Entry entry, int maxDeliveries, Function<Entry, T> decode) {
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
				Unacknowledged.this.acknowledge(this.entry.id());
			}
		}

		@Override
		public void release() {
			if (this.done.compareAndSet(false, true)) {
				Unacknowledged.this.release(this.entry.id());
			}
		}

		@Override
		public String toString() {
			return "Received[" + this.entry.id() + ", delivery " + this.entry.deliveries() + "]";
		}

	}

}
