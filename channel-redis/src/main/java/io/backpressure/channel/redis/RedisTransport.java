package io.backpressure.channel.redis;

import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.spring.ChannelTransport;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Makes channels whose values are in Redis or Valkey: {@code transport: redis}. All
 * channels of an application share one connection for what they do and one for the events
 * that they wait for, whatever the number of threads.
 */
public final class RedisTransport implements ChannelTransport, DisposableBean {

	private final LettuceConnectionFactory application;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable RedisLink link;

	private final ValueCodecFactory codecs;

	private final Function<String, RedisChannelSettings> settings;

	/** Names this JVM in Redis. */
	private final String instance = UUID.randomUUID().toString();

	/**
	 * Create a transport. It connects when it makes the first channel.
	 * @param application where the server is, as the application has it: the transport
	 * makes connections of its own, whose client never repeats a command by itself
	 * @param codecs what makes the codecs of channels
	 * @param settings the settings of a channel, by its name
	 */
	public RedisTransport(LettuceConnectionFactory application, ValueCodecFactory codecs,
			Function<String, RedisChannelSettings> settings) {
		this.application = application;
		this.codecs = codecs;
		this.settings = settings;
	}

	@Override
	public String name() {
		return "redis";
	}

	/**
	 * Make a channel, and wait until this instance takes part in it.
	 * @throws RedisTransportException if Redis cannot be reached, is not fit for it, or
	 * other instances have the channel otherwise
	 * @throws IllegalArgumentException if there is no codec for the type
	 */
	@Override
	@SuppressWarnings("unchecked") // the codec was made for the type
	public <T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder) {
		ValueCodec<T> codec = (ValueCodec<T>) this.codecs.codec(name, elementType);
		return builder.build((channel, capacity, strategy) -> {
			RedisLink link = link();
			link.open(channel);
			RedisBuffer<T> buffer = new RedisBuffer<>(channel, capacity, strategy, codec, link,
					this.settings.apply(channel), this.instance);
			buffer.open();
			return buffer;
		});
	}

	private RedisLink link() {
		this.lock.lock();
		try {
			RedisLink link = this.link;
			if (link == null) {
				link = new RedisLink(RedisClients.forChannels(this.application));
				this.link = link;
			}
			return link;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Disconnect. Channels have to be detached before.
	 */
	@Override
	public void destroy() {
		this.lock.lock();
		try {
			if (this.link != null) {
				this.link.close();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
