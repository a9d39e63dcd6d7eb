package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * Pair of connections to Redis, one for scripts and one for events. If one of them
 * breaks, both are replaced.
 */
@SuppressWarnings("FutureReturnValueIgnored") // close() does not wait
final class Connections {

	private final StatefulRedisConnection<byte[], byte[]> scripts;

	private final StatefulRedisPubSubConnection<String, String> events;

	private final ReplyMonitor replies = new ReplyMonitor();

	private final AtomicBoolean closed = new AtomicBoolean();

	private Connections(StatefulRedisConnection<byte[], byte[]> scripts,
			StatefulRedisPubSubConnection<String, String> events) {
		this.scripts = scripts;
		this.events = events;
	}

	/**
	 * Connect.
	 * @param topics the topics to subscribe to before the connection for scripts is
	 * opened
	 * @param listener receives the topic and the text of each event
	 */
	static Connections open(RedisClient client, Collection<String> topics, BiConsumer<String, String> listener) {
		StatefulRedisPubSubConnection<String, String> events = client.connectPubSub(StringCodec.UTF8);
		try {
			events.addListener(new RedisPubSubAdapter<>() {

				@Override
				public void message(String topic, String event) {
					listener.accept(topic, event);
				}

			});
			if (!topics.isEmpty()) {
				events.sync().subscribe(topics.toArray(String[]::new));
			}
			return new Connections(client.connect(ByteArrayCodec.INSTANCE), events);
		}
		catch (RuntimeException ex) {
			events.closeAsync();
			throw ex;
		}
	}

	/**
	 * Check that the server supports channels, and disconnect if it does not.
	 * @throws RedisTransportException if the server does not support channels
	 */
	Connections check() {
		try {
			ServerCheck.check(this.scripts.sync());
			return this;
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	CompletableFuture<List<Object>> run(Script script, byte[][] keys, byte[]... arguments) {
		RedisAsyncCommands<byte[], byte[]> commands = this.scripts.async();
		this.replies.called();
		CompletableFuture<List<Object>> reply = commands
			.<List<Object>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments)
			.toCompletableFuture();
		return reply.exceptionallyCompose((ex) -> {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			if (cause instanceof RedisNoScriptException) {
				return commands.<List<Object>>eval(script.text(), ScriptOutputType.MULTI, keys, arguments);
			}
			return CompletableFuture.failedFuture(cause);
		}).whenComplete((done, ex) -> this.replies.replied());
	}

	/** Return how long calls have waited without any reply, or zero if none waits. */
	Duration silence() {
		return this.replies.silence();
	}

	void subscribe(String topic) {
		this.events.sync().subscribe(topic);
	}

	void unsubscribe(String topic) {
		this.events.async().unsubscribe(topic).exceptionally((ex) -> null);
	}

	boolean isOpen() {
		return this.scripts.isOpen() && this.events.isOpen();
	}

	void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.scripts.closeAsync();
			this.events.closeAsync();
		}
	}

}
