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
 * The connections to Redis that all channels of this JVM share, and the timer that keeps
 * them: it reconnects, and gives each channel a chance to act five times a second.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of the timer, which ends with the link
final class RedisLink implements AutoCloseable {

	/*
	 * The client does not reconnect by itself: it would repeat what it had written and
	 * got no answer to, and so send values twice. Without that, such calls fail when the
	 * connection does, and this class connects anew.
	 *
	 * A server that neither answers nor breaks the connection may be paused, and its
	 * answers then come late. Channels write nothing more to it meanwhile (Calls) but
	 * their heartbeats, whose answers end the silence.
	 */

	private static final Log logger = LogFactory.getLog(RedisLink.class);

	private static final Duration TICK = Duration.ofMillis(200);

	/** A silence of that length is logged. */
	private static final Duration SILENT = Duration.ofSeconds(2);

	/**
	 * A late answer of a paused server is not lost as long as the connection is there.
	 */
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

	/** Held while connections are made, or changed. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();

	private volatile @Nullable Connections connections;

	private volatile boolean closed;

	/** Only the first failure of an outage is logged, not each attempt. */
	private boolean down;

	private boolean silent;

	private final ReplicaExit replica = new ReplicaExit();

	/**
	 * Create a link.
	 * @param factory made by {@link RedisClients}, and destroyed by this link
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
	 * Connect, as the first channel is made.
	 * @throws RedisTransportException if that fails, or the server is not fit for
	 * channels
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
					"Redis cannot be reached, which channel '" + channel + "' needs (transport: redis): " + this.server
							+ ": " + NestedExceptionUtils.getMostSpecificCause(ex).getMessage(),
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

	/** Pass the events of a topic to a subscriber from now on, before any later call. */
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
	 * Return for how long the server has answered nothing although it was asked.
	 * @return the time; zero if all calls have been answered, or there is no connection
	 */
	Duration silence() {
		Connections connections = connected();
		return (connections != null) ? connections.silence() : Duration.ZERO;
	}

	/**
	 * Run a script.
	 * @return its future answer; {@code null} if there is no connection, and nothing was
	 * done
	 */
	@Nullable CompletableFuture<List<Object>> run(Script script, byte[][] keys, byte[]... arguments) {
		Connections connections = connected();
		return (connections != null) ? connections.run(script, keys, arguments) : null;
	}

	/** Connect anew: the server has refused a step as a replica. */
	void leaveReplica() {
		this.replica.ask();
	}

	private void tick() {
		try {
			Connections connections = this.connections;
			if (connections != null && this.replica.isDue()) {
				connections.close();
			}
			if (!this.closed && connections != null && !connections.isOpen()) {
				reconnect(connections);
			}
			watchSilence();
			forEachSubscriber(Subscriber::onTick);
		}
		catch (RuntimeException | Error ex) { // or the timer ends
			logger.error("Could not maintain the channels on " + this.server + ", and tries again", ex);
		}
	}

	private void reconnect(Connections broken) {
		if (!this.down) {
			this.down = true;
			if (!this.replica.isLeaving()) {
				logger.warn("The connection to " + this.server
						+ " is lost: channels on it wait, or fail, until it is back");
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
		if (!this.replica.isLeaving()) {
			logger.info("The connection to " + this.server + " is back");
		}
		this.replica.left();
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
			logger.warn(this.server + " does not answer: channels on it wait, or fail, until it does");
		}
		else if (isConnected()) {
			logger.info(this.server + " answers again");
			forEachSubscriber(Subscriber::onConnectionChange);
		}
	}

	private void forEachSubscriber(Consumer<Subscriber> action) {
		this.subscribers.values().forEach(action);
	}

	/** End the timer, and with the client the connections. */
	@Override
	public void close() {
		this.closed = true;
		this.timer.shutdownNow();
		// It never ends if the resources of the client were shut down before.
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
	 * Receives events. Called on the threads of the client and of the timer, which must
	 * not be held up: no code of the application runs on them.
	 */
	interface Subscriber {

		/** An event was published. */
		void onEvent(String event);

		/** The connection was lost, or is back: events may have been. */
		void onConnectionChange();

		/** Called five times a second. */
		void onTick();

	}

}
