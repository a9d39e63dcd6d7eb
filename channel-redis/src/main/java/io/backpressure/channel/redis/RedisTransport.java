package io.backpressure.channel.redis;

import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.ChannelSupport;
import io.backpressure.channel.spring.ChannelTransport;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Transport for channels whose values are in Redis or Valkey: {@code transport: redis}.
 * All channels of an application share one connection for commands and one for events,
 * regardless of the number of threads.
 *
 * @since 0.1.0
 */
public class RedisTransport implements ChannelTransport, DisposableBean {

	private final Function<String, LettuceConnectionFactory> connections;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable RedisLink link;

	private final ValueCodecFactory codecs;

	private final Function<String, RedisChannelSettings> settings;

	/** The id of this JVM in Redis. */
	private final String instance = UUID.randomUUID().toString();

	/**
	 * Create a transport. It connects when it creates the first channel.
	 * @param application the connection factory of the application; the transport opens
	 * separate connections to its server, with a client that never repeats a command
	 * @param codecs the factory for codecs
	 * @param settings returns the settings of a channel by its name
	 */
	public RedisTransport(LettuceConnectionFactory application, ValueCodecFactory codecs,
			Function<String, RedisChannelSettings> settings) {
		this((channel) -> application, codecs, settings);
	}

	/**
	 * Create a transport that obtains the connection factory of the application when it
	 * creates the first channel.
	 * @param connections returns the connection factory, or throws a
	 * {@link RedisTransportException} if there is none; receives the name of the first
	 * channel
	 * @param codecs the factory for codecs
	 * @param settings returns the settings of a channel by its name
	 */
	public RedisTransport(Function<String, LettuceConnectionFactory> connections, ValueCodecFactory codecs,
			Function<String, RedisChannelSettings> settings) {
		this.connections = connections;
		this.codecs = codecs;
		this.settings = settings;
	}

	@Override
	public String name() {
		return "redis";
	}

	/**
	 * Create a channel, and wait until this instance has joined it.
	 * @throws RedisTransportException if there is no codec for the type, if Redis cannot
	 * be reached, does not support channels or rejects the operation, or if other running
	 * instances use the channel with other settings
	 */
	@Override
	@SuppressWarnings("unchecked") // the codec was made for the type
	public <T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder) {
		ValueCodec<T> codec = (ValueCodec<T>) codec(name, elementType);
		return ChannelSupport.build(builder, (channel, capacity, strategy) -> {
			RedisLink link = link(channel);
			link.open(channel);
			RedisBuffer<T> buffer = new RedisBuffer<>(channel, capacity, strategy, codec, link,
					this.settings.apply(channel), this.instance);
			buffer.open();
			return buffer;
		});
	}

	private ValueCodec<?> codec(String channel, ResolvableType type) {
		try {
			return this.codecs.codec(channel, type);
		}
		catch (IllegalArgumentException ex) {
			throw new RedisTransportException(
					"Channel '" + channel + "' cannot hold values of " + type + " on Redis: " + ex.getMessage() + ".",
					"Correct backpressure.channels." + channel
							+ ".type, change the class, or define a ValueCodecFactory bean that supports the type.",
					ex);
		}
	}

	private RedisLink link(String channel) {
		this.lock.lock();
		try {
			RedisLink link = this.link;
			if (link == null) {
				link = new RedisLink(RedisClients.forChannels(this.connections.apply(channel)));
				this.link = link;
			}
			return link;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Disconnect. Channels must be detached first.
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
