package io.backpressure.channel.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.SharedChannel;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Instance of an application: a transport and its channels.
 */
final class TestInstance implements AutoCloseable {

	private final LettuceConnectionFactory connections;

	private final RedisTransport transport;

	private final List<SharedChannel<?>> channels = new ArrayList<>();

	TestInstance(TestServer server) {
		this(server, RedisChannelSettings.DEFAULTS);
	}

	TestInstance(TestServer server, RedisChannelSettings settings) {
		this(server.port(), settings);
	}

	TestInstance(int port, RedisChannelSettings settings) {
		this(new RedisStandaloneConfiguration("127.0.0.1", port), settings);
	}

	TestInstance(RedisStandaloneConfiguration server, RedisChannelSettings settings) {
		this(server, settings, new JsonCodecFactory(JsonMapper.builder().build()));
	}

	TestInstance(RedisStandaloneConfiguration server, RedisChannelSettings settings, ValueCodecFactory codecs) {
		this.connections = TestServer.connectionFactory(server);
		this.transport = new RedisTransport(this.connections, codecs, (name) -> settings);
	}

	/** Open a channel of strings. */
	SharedChannel<String> channel(String name, UnaryOperator<ChannelBuilder<String>> settings) {
		return channel(name, String.class, settings);
	}

	<T> SharedChannel<T> channel(String name, Class<T> type, UnaryOperator<ChannelBuilder<T>> settings) {
		ChannelBuilder<T> builder = settings.apply(BackpressureChannel.<T>builder().name(name));
		SharedChannel<T> channel = (SharedChannel<T>) this.transport.build(name, ResolvableType.forClass(type),
				builder);
		this.channels.add(channel);
		return channel;
	}

	/** End as if the JVM were killed: the other instances are not notified. */
	void crash() {
		this.transport.destroy();
		this.connections.destroy();
	}

	@Override
	public void close() {
		this.channels.forEach(SharedChannel::detach);
		this.transport.destroy();
		this.connections.destroy();
	}

}
