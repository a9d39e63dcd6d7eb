package io.backpressure.channel.redis;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.SharedBuffer;
import io.backpressure.channel.SharedBufferKind;

import org.springframework.util.SerializationUtils;

/**
 * Kind of channels on a real Redis server, for the contract suite.
 */
public final class RedisBufferKind extends SharedBufferKind {

	private final Queue<RedisBuffer<?>> buffers = new ConcurrentLinkedQueue<>();

	private final RedisLink link = link();

	/**
	 * Create the kind.
	 */
	public RedisBufferKind() {
		super("REDIS");
	}

	@Override
	protected <T> SharedBuffer<T> buffer(String name, int capacity, BackpressureStrategy strategy) {
		RedisChannelSettings settings = new RedisChannelSettings(UUID.randomUUID().toString(), Duration.ofSeconds(30),
				5, Duration.ofMinutes(1));
		RedisBuffer<T> buffer = new RedisBuffer<>(name, capacity, strategy, new SerializingCodec<>(), this.link,
				settings, "test");
		buffer.open();
		this.buffers.add(buffer);
		return buffer;
	}

	/**
	 * Connect before any test begins, so that no test has to connect within its timeout.
	 */
	private static RedisLink link() {
		RedisLink link = new RedisLink(RedisClients.forChannels(TestServer.shared().connectionFactory()));
		link.open("test");
		return link;
	}

	@Override
	protected List<Integer> capacities() {
		return List.of(1, 2, 7);
	}

	@Override
	protected int times(int times) {
		return Math.max(1, times / 20);
	}

	@Override
	protected void reset() {
		for (RedisBuffer<?> buffer = this.buffers.poll(); buffer != null; buffer = this.buffers.poll()) {
			buffer.detach();
		}
	}

	/**
	 * Codec for the many types of values in the suite. It decodes only what it has
	 * encoded.
	 */
	private static final class SerializingCodec<T> implements ValueCodec<T> {

		@Override
		public byte[] encode(T value) {
			return SerializationUtils.serialize((Serializable) value);
		}

		@Override
		@SuppressWarnings({ "unchecked", "deprecation" }) // only what it has encoded
		public T decode(byte[] bytes) {
			return (T) SerializationUtils.deserialize(bytes);
		}

	}

}
