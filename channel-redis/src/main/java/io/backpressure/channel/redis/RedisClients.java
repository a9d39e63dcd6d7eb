package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * Utility methods for connection factories. The connection factory for channels connects
 * to the same server as that of the application, with the same credentials and
 * encryption, but its client never repeats a command on its own.
 */
final class RedisClients {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private RedisClients() {
	}

	/**
	 * Create a connection factory for channels.
	 * @param factory the connection factory of the application
	 * @return a started factory, which the caller has to destroy
	 * @throws RedisTransportException if channels do not support this kind of server
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

	/** Describe the server, for messages. */
	static String describe(LettuceConnectionFactory factory) {
		RedisSentinelConfiguration sentinel = factory.getSentinelConfiguration();
		if (sentinel != null) {
			return "Redis master '" + Objects.requireNonNull(sentinel.getMaster()).getName() + "' of Sentinel "
					+ sentinel.getSentinels();
		}
		RedisSocketConfiguration socket = factory.getSocketConfiguration();
		return "Redis at " + ((socket != null) ? socket.getSocket() : factory.getHostName() + ":" + factory.getPort());
	}

	private static RedisConfiguration server(LettuceConnectionFactory factory) {
		RedisConfiguration server = (RedisConfiguration) Objects
			.requireNonNull(new DirectFieldAccessor(factory).getPropertyValue("configuration"));
		if (server instanceof RedisConfiguration.ClusterConfiguration) {
			throw unsupported("a Redis Cluster (spring.data.redis.cluster)");
		}
		if (server instanceof RedisConfiguration.StaticMasterReplicaConfiguration) {
			throw unsupported("a static list of master and replicas (spring.data.redis.masterreplica)");
		}
		return server;
	}

	private static RedisTransportException unsupported(String server) {
		return new RedisTransportException("Channels on " + server + " are not supported.",
				"Point spring.data.redis to a single server, or to one that Sentinel monitors.", null);
	}

	/**
	 * Client configuration of the application, except for timeouts and the handling of
	 * broken connections. Scripts always run on the master.
	 */
	private record ForChannels(LettuceClientConfiguration other) implements LettuceClientConfiguration {

		@Override
		public Optional<ClientOptions> getClientOptions() {
			ClientOptions options = this.other.getClientOptions().orElseGet(ClientOptions::create);
			SocketOptions socket = options.getSocketOptions().mutate().connectTimeout(CONNECT_TIMEOUT).build();
			return Optional.of(options.mutate()
				.autoReconnect(false)
				.timeoutOptions(TimeoutOptions.create()) // ScriptRunner limits its calls
				.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
				.socketOptions(socket)
				.build());
		}

		@Override
		public boolean isUseSsl() {
			return this.other.isUseSsl();
		}

		@Override
		@SuppressWarnings("deprecation") // still called by the factory
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
			return Optional.empty(); // always the master
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
