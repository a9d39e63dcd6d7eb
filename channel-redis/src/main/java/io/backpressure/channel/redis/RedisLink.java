package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The connections to Redis that all channels of a transport share, and the timer that
 * maintains them. The timer reconnects, and calls each channel about five times a second.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the timer ends with the link
final class RedisLink implements AutoCloseable {

	/*
	 * The client does not reconnect on its own: it would repeat unanswered calls, and so
	 * could send values twice. Instead, unanswered calls fail when the connection breaks,
	 * and this class reconnects.
	 *
	 * A server that neither replies nor closes the connection may be paused. If the
	 * connection is kept, the replies arrive after the pause. During the silence,
	 * channels send no script for which a caller waits (see ScriptRunner). They still
	 * send heartbeats, renewals and acknowledgements. The next reply ends the silence.
	 */

	private static final Log logger = LogFactory.getLog(RedisLink.class);

	private static final Duration TICK = Duration.ofMillis(200);

	/** Time without a reply after which the silence is logged. */
	private static final Duration SILENT = Duration.ofSeconds(2);

	/** Time without a reply after which the connection is closed. */
	private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);

	private static final Duration SHUTDOWN = Duration.ofSeconds(5);

	private final LettuceConnectionFactory factory;

	private final RedisClient client;

	private final String server;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "backpressure-redis");
		thread.setDaemon(true);
		return thread;
	});

	/** Held while connections are opened or replaced. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();

	private volatile @Nullable Connections connections;

	private volatile boolean closed;

	/** True during an outage, so that only the first failure is logged. */
	private boolean down;

	private boolean silent;

	private final ReplicaDisconnect replicaDisconnect = new ReplicaDisconnect();

	/**
	 * Create a link.
	 * @param factory a factory created by {@link RedisClients}, destroyed by this link
	 */
	RedisLink(LettuceConnectionFactory factory) {
		this.factory = factory;
		this.client = RedisClients.client(factory);
		this.server = RedisClients.describe(factory);
	}

	/** Return the address of the server, for messages. */
	String server() {
		return this.server;
	}

	int database() {
		return this.factory.getDatabase();
	}

	/**
	 * Connect, if this channel is the first one.
	 * @throws RedisTransportException if the server cannot be reached, or does not
	 * support channels
	 */
	void open(String channel) {
		this.lock.lock();
		try {
			if (this.connections == null && !this.closed) {
				this.connections = connect().check();
				this.timer.scheduleWithFixedDelay(this::tick, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
			}
		}
		catch (RedisException ex) {
			throw new RedisTransportException(
					"Channel '" + channel + "' has transport redis, but Redis cannot be reached: " + this.server + ": "
							+ NestedExceptionUtils.getMostSpecificCause(ex).getMessage(),
					"Check spring.data.redis, and that the server runs and accepts the user and password.", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Connections connect() {
		return Connections.open(this.client, this.subscribers.keySet(), (topic, event) -> {
			Subscriber subscriber = this.subscribers.get(topic);
			if (subscriber != null) {
				subscriber.onEvent(event);
			}
		});
	}

	/** Subscribe to a topic, so that no event of a later script is missed. */
	void subscribe(byte[] topic, Subscriber subscriber) {
		String name = Keys.text(topic);
		this.lock.lock();
		try {
			this.subscribers.put(name, subscriber);
			Connections connections = connected();
			if (connections != null) {
				connections.subscribe(name);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void unsubscribe(byte[] topic) {
		String name = Keys.text(topic);
		this.subscribers.remove(name);
		Connections connections = connected();
		if (connections != null) {
			connections.unsubscribe(name);
		}
	}

	private @Nullable Connections connected() {
		Connections connections = this.connections;
		return (connections != null && connections.isOpen()) ? connections : null;
	}

	boolean isConnected() {
		return connected() != null;
	}

	/**
	 * Return how long calls have waited without any reply from the server.
	 * @return the time, zero if no call waits or there is no connection
	 */
	Duration silence() {
		Connections connections = connected();
		return (connections != null) ? connections.silence() : Duration.ZERO;
	}

	/**
	 * Run a script.
	 * @return the future reply, or {@code null} if the script was not run because there
	 * is no connection
	 */
	@Nullable CompletableFuture<List<Object>> run(Script script, byte[][] keys, byte[]... arguments) {
		Connections connections = connected();
		return (connections != null) ? connections.run(script, keys, arguments) : null;
	}

	/** Request a new connection, since the server has become a replica. */
	void disconnectFromReplica() {
		this.replicaDisconnect.request();
	}

	private void tick() {
		try {
			Connections connections = this.connections;
			if (connections != null && this.replicaDisconnect.isDue()) {
				connections.close();
			}
			if (!this.closed && connections != null && !connections.isOpen()) {
				reconnect(connections);
			}
			watchSilence();
			forEachSubscriber(Subscriber::onTick);
		}
		catch (RuntimeException | Error ex) { // otherwise the timer would end
			logger.error("Failed to maintain the channels on " + this.server + ", retrying", ex);
		}
	}

	private void reconnect(Connections broken) {
		if (!this.down) {
			this.down = true;
			if (!this.replicaDisconnect.isLeaving()) {
				logger.warn("Lost the connection to " + this.server
						+ ": channels on it wait or fail until the connection is restored");
			}
			broken.close();
			forEachSubscriber(Subscriber::onConnectionChange);
		}
		this.lock.lock();
		try {
			this.connections = connect();
		}
		catch (RuntimeException ex) {
			logger.debug(this.server + " cannot be reached", ex);
			return;
		}
		finally {
			this.lock.unlock();
		}
		this.down = false;
		if (!this.replicaDisconnect.isLeaving()) {
			logger.info("Restored the connection to " + this.server);
		}
		this.replicaDisconnect.left();
		forEachSubscriber(Subscriber::onConnectionChange);
	}

	private void watchSilence() {
		Duration silence = silence();
		if (silence.compareTo(GIVE_UP_AFTER) > 0) {
			Connections connections = this.connections;
			if (connections != null) {
				connections.close();
			}
		}
		boolean silent = silence.compareTo(SILENT) > 0;
		if (silent == this.silent) {
			return;
		}
		this.silent = silent;
		if (silent) {
			logger.warn(this.server + " does not reply: channels on it wait or fail until it replies");
		}
		else if (isConnected()) {
			logger.info(this.server + " replies again");
			forEachSubscriber(Subscriber::onConnectionChange);
		}
	}

	private void forEachSubscriber(Consumer<Subscriber> action) {
		this.subscribers.values().forEach(action);
	}

	/** Stop the timer, and shut down the client with its connections. */
	@Override
	public void close() {
		this.closed = true;
		this.timer.shutdownNow();
		// destroy() blocks forever if the client resources have already been shut down
		Thread shutdown = new Thread(this.factory::destroy, "backpressure-redis-shutdown");
		shutdown.setDaemon(true);
		shutdown.start();
		try {
			shutdown.join(SHUTDOWN.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Subscriber to events. It is called on the threads of Lettuce and of the timer, so
	 * it must neither block nor run application code.
	 */
	interface Subscriber {

		/** Called when an event was published. */
		void onEvent(String event);

		/**
		 * Called when the connection was lost or restored, or when a silent server
		 * replies again. Events may have been lost.
		 */
		void onConnectionChange();

		/** Called about five times a second. */
		void onTick();

	}

}
