package io.backpressure.channel.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The two connections to Redis of all channels of this JVM: one for scripts, one for
 * events.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of closing, and of leaving
final class RedisLink implements AutoCloseable {

	/*
	 * The client does not reconnect by itself: it would then repeat what it had written
	 * and got no answer to, and so send values twice. Without that, such calls fail when
	 * the connection does, and this class connects anew.
	 */

	private static final Log logger = LogFactory.getLog(RedisLink.class);

	private static final Duration RECONNECT_AFTER = Duration.ofMillis(200);

	/**
	 * A network that swallows what is sent looks like a server that is slow; but what
	 * that answers late is not lost as long as the connection is there.
	 */
	private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

	private final LettuceConnectionFactory factory;

	private final RedisClient client;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "backpressure-redis");
		thread.setDaemon(true);
		return thread;
	});

	/** Held while connections are made, or changed. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();

	private volatile @Nullable Connections connections;

	/** When a call was answered last, or a connection made. */
	private volatile long answered;

	private volatile boolean closed;

	/** The first failure of an outage is told, not each attempt. */
	private boolean down;

	/**
	 * Create a link.
	 * @param factory made by {@link RedisClients}, and destroyed by this link
	 */
	RedisLink(LettuceConnectionFactory factory) {
		this.factory = factory;
		this.client = RedisClients.client(factory);
	}

	/**
	 * Connect, as the first channel is made.
	 * @throws RedisTransportException if that fails, or the server is not fit for
	 * channels
	 */
	void open(String channel) {
		this.lock.lock();
		try {
			if (this.connections == null && !this.closed) {
				this.connections = check(connect());
				long nanos = RECONNECT_AFTER.toNanos();
				this.timer.scheduleWithFixedDelay(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
			}
		}
		catch (RedisException ex) {
			throw new RedisTransportException(
					"Redis cannot be reached, which channel '" + channel + "' needs (transport: redis): "
							+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage(),
					"Look at spring.data.redis, and whether the server runs and takes the user and password.", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static Connections check(Connections connections) {
		try {
			ServerCheck.check(connections.scripts().sync());
			return connections;
		}
		catch (RuntimeException ex) {
			connections.close();
			throw ex;
		}
	}

	private Connections connect() {
		StatefulRedisPubSubConnection<String, String> events = this.client.connectPubSub(StringCodec.UTF8);
		try {
			events.addListener(new RedisPubSubAdapter<>() {

				@Override
				public void message(String topic, String event) {
					Subscriber subscriber = RedisLink.this.subscribers.get(topic);
					if (subscriber != null) {
						subscriber.onEvent(event);
					}
				}

			});
			String[] topics = this.subscribers.keySet().toArray(String[]::new);
			if (topics.length > 0) {
				events.sync().subscribe(topics);
			}
			Connections connections = new Connections(this.client.connect(ByteArrayCodec.INSTANCE), events);
			answered();
			return connections;
		}
		catch (RuntimeException ex) {
			events.closeAsync();
			throw ex;
		}
	}

	/** Tell a subscriber of a topic from now on, before any call that follows. */
	void subscribe(byte[] topic, Subscriber subscriber) {
		String name = new String(topic, StandardCharsets.UTF_8);
		this.lock.lock();
		try {
			this.subscribers.put(name, subscriber);
			Connections connections = this.connections;
			if (connections != null && connections.isOpen()) {
				connections.events().sync().subscribe(name);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void unsubscribe(byte[] topic) {
		String name = new String(topic, StandardCharsets.UTF_8);
		this.subscribers.remove(name);
		Connections connections = this.connections;
		if (connections != null && connections.isOpen()) {
			connections.events().async().unsubscribe(name).exceptionally((ex) -> null);
		}
	}

	boolean isConnected() {
		Connections connections = this.connections;
		return connections != null && connections.isOpen();
	}

	/**
	 * Run a script.
	 * @return its answer to come; {@code null} if there is no connection, and nothing was
	 * done
	 */
	@Nullable CompletableFuture<List<Object>> run(Script script, byte[][] keys, byte[]... arguments) {
		Connections connections = this.connections;
		if (connections == null || !connections.isOpen()) {
			return null;
		}
		RedisAsyncCommands<byte[], byte[]> commands = connections.scripts().async();
		CompletableFuture<List<Object>> answer = commands
			.<List<Object>>evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments)
			.toCompletableFuture();
		return answer.exceptionallyCompose((ex) -> {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			if (cause instanceof RedisNoScriptException) {
				return commands.<List<Object>>eval(script.text(), ScriptOutputType.MULTI, keys, arguments);
			}
			return CompletableFuture.failedFuture(cause);
		});
	}

	/** A call was answered. */
	void answered() {
		this.answered = System.nanoTime();
	}

	/** A call was not answered in time: after long enough, a new connection is tried. */
	void notAnswered() {
		Connections connections = this.connections;
		if (connections != null && System.nanoTime() - this.answered > GIVE_UP_AFTER.toNanos()) {
			connections.close();
		}
	}

	/** Run what may take a moment on the timer's thread. */
	void execute(Runnable action) {
		try {
			this.timer.execute(action);
		}
		catch (RejectedExecutionException ex) { // closed
			action.run();
		}
	}

	private void tick() {
		try {
			Connections connections = this.connections;
			if (!this.closed && connections != null && !connections.isOpen()) {
				reconnect(connections);
			}
			forEachSubscriber(Subscriber::onTick);
		}
		catch (RuntimeException ex) {
			logger.error("Could not look after the channels on Redis, and tries again", ex);
		}
	}

	private void reconnect(Connections broken) {
		if (!this.down) {
			this.down = true;
			logger.warn("The connection to Redis is lost: channels on it wait, or fail, until it is back");
			broken.close();
			forEachSubscriber(Subscriber::onConnectionChange);
		}
		this.lock.lock();
		try {
			this.connections = connect();
		}
		catch (RuntimeException ex) {
			logger.debug("Redis cannot be reached", ex);
			return;
		}
		finally {
			this.lock.unlock();
		}
		this.down = false;
		logger.info("The connection to Redis is back");
		forEachSubscriber(Subscriber::onConnectionChange);
	}

	private void forEachSubscriber(Consumer<Subscriber> action) {
		this.subscribers.values().forEach(action);
	}

	/** End the timer, and with the client the connections. */
	@Override
	public void close() {
		this.closed = true;
		this.timer.shutdownNow();
		this.factory.destroy();
	}

	/**
	 * What is told of events. Called on the threads of the client and of the timer, which
	 * must not be held up.
	 */
	interface Subscriber {

		/** An event was published. */
		void onEvent(String event);

		/** The connection was lost, or is back: events may have been. */
		void onConnectionChange();

		/** Five times a second, on a thread that may wait for answers. */
		void onTick();

	}

	private record Connections(StatefulRedisConnection<byte[], byte[]> scripts,
			StatefulRedisPubSubConnection<String, String> events) {

		boolean isOpen() {
			return this.scripts.isOpen() && this.events.isOpen();
		}

		void close() {
			this.scripts.closeAsync();
			this.events.closeAsync();
		}

	}

}
