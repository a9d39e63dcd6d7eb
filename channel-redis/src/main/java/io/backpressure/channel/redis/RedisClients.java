package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.Optional;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * Connection factories for channels: to the same server as another one, with the same
 * credentials and encryption, but with a client that never repeats a command by itself.
 */
final class RedisClients {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	private RedisClients() {
	}

	/**
	 * Make a connection factory for channels.
	 * @param factory where the server is, as the application has it
	 * @return a factory that is started; its owner has to destroy it
	 * @throws RedisTransportException if the server is a cluster
	 */
	static LettuceConnectionFactory forChannels(LettuceConnectionFactory factory) {
		LettuceConnectionFactory own = new LettuceConnectionFactory(server(factory),
				new ForChannels(factory.getClientConfiguration()));
		own.setShareNativeConnection(false);
		own.afterPropertiesSet();
		own.start();
		return own;
	}

	static RedisClient client(LettuceConnectionFactory factory) {
		AbstractRedisClient client = factory.getRequiredNativeClient();
		return (RedisClient) client;
	}

	private static RedisConfiguration server(LettuceConnectionFactory factory) {
		if (factory.getClusterConfiguration() != null) {
			throw new RedisTransportException("Channels on a Redis Cluster are not supported.",
					"Point spring.data.redis to a single server, or to one that Sentinel guards.", null);
		}
		RedisConfiguration sentinel = factory.getSentinelConfiguration();
		RedisConfiguration socket = factory.getSocketConfiguration();
		@Nullable RedisConfiguration special = (sentinel != null) ? sentinel : socket;
		return (special != null) ? special : factory.getStandaloneConfiguration();
	}

	/** Another configuration but for what the client does with a broken connection. */
	private record ForChannels(LettuceClientConfiguration other) implements LettuceClientConfiguration {

		@Override
		public Optional<ClientOptions> getClientOptions() {
			ClientOptions options = this.other.getClientOptions().orElseGet(ClientOptions::create);
			SocketOptions socket = options.getSocketOptions().mutate().connectTimeout(CONNECT_TIMEOUT).build();
			return Optional.of(options.mutate()
				.autoReconnect(false)
				.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
				.socketOptions(socket)
				.build());
		}

		@Override
		public boolean isUseSsl() {
			return this.other.isUseSsl();
		}

		@Override
		@SuppressWarnings("deprecation") // still asked for
		public boolean isVerifyPeer() {
			return this.other.isVerifyPeer();
		}

		@Override
		public SslVerifyMode getVerifyMode() {
			return this.other.getVerifyMode();
		}

		@Override
		public boolean isStartTls() {
			return this.other.isStartTls();
		}

		@Override
		public Optional<ClientResources> getClientResources() {
			return this.other.getClientResources();
		}

		@Override
		public Optional<String> getClientName() {
			return this.other.getClientName();
		}

		@Override
		public Optional<ReadFrom> getReadFrom() {
			return Optional.empty(); // all is read where it is written
		}

		@Override
		public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
			return this.other.getRedisCredentialsProviderFactory();
		}

		@Override
		public Duration getCommandTimeout() {
			return CONNECT_TIMEOUT;
		}

		@Override
		public Duration getShutdownTimeout() {
			return this.other.getShutdownTimeout();
		}

		@Override
		public Duration getShutdownQuietPeriod() {
			return this.other.getShutdownQuietPeriod();
		}

	}

}
