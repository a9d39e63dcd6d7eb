package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.propagation.CarriedValue;
import org.jspecify.annotations.Nullable;

/**
 * A listener of a channel: its threads, and whether they run. Made by
 * {@link ListenerContainerFactory} for a method with {@link ChannelListener} or for a
 * function, and found in the {@link ListenerRegistry}.
 * <p>
 * Methods may be called from any thread, those of the listener included.
 */
public final class ListenerContainer {

	/** How long a thread above the lower bound stays without anything to do. */
	static final Duration SHRINK_AFTER = Duration.ofSeconds(10);

	/** How long a thread rests that cannot receive. */
	static final Duration REST = Duration.ofSeconds(1);

	/** What an interrupt may take to be noticed. */
	static final Duration ABORT_GRACE = Duration.ofMillis(500);

	private final String id;

	private final BackpressureChannel<?> channel;

	private final boolean batch;

	private final ListenerSettings settings;

	private final Duration stopTimeout;

	private final Executor executor;

	private final Backlog backlog;

	private final Account account = new Account();

	private final Delivery delivery;

	private final @Nullable IdleWatch idleWatch;

	private final ReentrantLock lifecycle = new ReentrantLock();

	/** Written under the lifecycle lock, as the next. */
	private volatile @Nullable Session session;

	private volatile boolean paused;

	ListenerContainer(ListenerDefinition definition, BackpressureChannel<?> channel, ListenerParts parts) {
		this.id = definition.id();
		this.channel = channel;
		this.backlog = new Backlog(channel);
		this.batch = definition.batch();
		this.settings = parts.settings();
		this.stopTimeout = parts.stopTimeout();
		this.executor = parts.executor();
		GuardedPublisher events = parts.events();
		this.idleWatch = this.settings.idleInterval().isZero() ? null
				: new IdleWatch(this, this.settings.idleInterval(), events);
		ListenerInvoker invoker = parts.invoker(this, definition);
		this.delivery = new Delivery(this, this.account, invoker, parts.retries(), parts.errorHandler(), events);
	}

	/**
	 * Return the id of this listener.
	 * @return the id, unique in the application context
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return the name of the channel that this listener receives from.
	 * @return the name of the channel
	 */
	public String channelName() {
		return this.channel.name();
	}

	/**
	 * Return the channel that this listener receives from.
	 * @return the channel
	 */
	public BackpressureChannel<?> channel() {
		return this.channel;
	}

	/**
	 * Return how many threads this listener may have.
	 * @return the bounds, which are equal unless it grows and shrinks
	 */
	public ListenerConcurrency concurrency() {
		return this.settings.concurrency();
	}

	/**
	 * Return how many threads this listener has now.
	 * @return the number of threads; zero when it is stopped
	 */
	public int threads() {
		Session session = this.session;
		return (session != null) ? session.size() : 0;
	}

	/**
	 * Return how many threads are handling a value or a batch, repetitions included.
	 * @return the number of threads
	 */
	public int activeThreads() {
		return this.account.active();
	}

	/**
	 * Return where the values are that this listener has received.
	 * @return a snapshot
	 */
	public ListenerStats stats() {
		return this.account.stats();
	}

	/**
	 * Start receiving; nothing happens if this listener runs. If it is paused it starts
	 * paused.
	 */
	public void start() {
		change(() -> {
			if (!isRunning()) {
				Session session = new Session(this.paused);
				this.session = session;
				for (int thread = 0; thread < this.settings.concurrency().min(); thread++) {
					addThread(session);
				}
			}
		});
	}

	/**
	 * Stop receiving, and wait until the values in hand are handled. What is buffered
	 * stays in the channel for the next start. After the drain timeout of the properties
	 * ({@code backpressure.listener.drain-timeout}) the threads are interrupted; a value
	 * whose call fails then is kept, and is the first of the next start; one of a shared
	 * channel is given back to it instead. Called by this listener, it does not wait for
	 * the calling thread.
	 */
	public void stop() {
		end();
		if (!awaitEnd(System.nanoTime() + this.stopTimeout.toNanos())) {
			abort();
			awaitEnd(System.nanoTime() + ABORT_GRACE.toNanos());
		}
	}

	/**
	 * Receive nothing until {@link #resume()}; values in hand are handled. What is sent
	 * meanwhile stays in the channel. Does not wait: a thread that is waiting for a value
	 * at this moment may still take one that is sent at once after.
	 */
	public void pause() {
		change(() -> {
			this.paused = true;
			Session session = this.session;
			if (session != null) {
				session.pause();
			}
		});
	}

	/**
	 * Receive again after {@link #pause()}.
	 */
	public void resume() {
		change(() -> {
			this.paused = false;
			Session session = this.session;
			if (session != null) {
				session.resume();
			}
		});
	}

	private void change(Runnable change) {
		this.lifecycle.lock();
		try {
			change.run();
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	/**
	 * Return whether this listener has been started and not stopped. It also ends when
	 * its channel is closed and drained.
	 * @return whether it runs, paused or not
	 */
	public boolean isRunning() {
		Session session = this.session;
		return session != null && !session.isEnded();
	}

	/**
	 * Return whether this listener is paused.
	 * @return whether it is paused, running or not
	 */
	public boolean isPaused() {
		return this.paused;
	}

	// For the threads

	/** What to receive from; its values may be carried ones, or to be acknowledged. */
	ChannelReceiver<?> source() {
		return (this.channel instanceof SharedChannel<?> shared) ? shared.acknowledging()
				: CarriedValue.source(this.channel);
	}

	/** Whether what it does not handle is left to other JVMs. */
	boolean isShared() {
		return this.channel instanceof SharedChannel;
	}

	ListenerSettings settings() {
		return this.settings;
	}

	boolean isBatch() {
		return this.batch;
	}

	Account account() {
		return this.account;
	}

	Delivery delivery() {
		return this.delivery;
	}

	void lookIdle() {
		if (this.idleWatch != null) {
			this.idleWatch.look();
		}
	}

	void growIfBehind(Session session) {
		if (session.size() < this.settings.concurrency().max() && this.backlog.isMoreThan(session.size())) {
			addThread(session);
		}
	}

	private void addThread(Session session) {
		if (session.reserve(this.settings.concurrency().max())) {
			try {
				this.executor.execute(new ReceiveLoop(this, session));
			}
			catch (RuntimeException | Error ex) {
				session.unreserve();
				throw ex;
			}
		}
	}

	// For the lifecycle of the context

	boolean isAutoStartup() {
		return this.settings.autoStartup();
	}

	/**
	 * Whether there is nothing to do; a listener that receives nothing has nothing to.
	 * One of a shared channel is quiet between two values: it does not have to drain it.
	 */
	boolean isQuiet() {
		ListenerStats stats = stats();
		return stats.inFlight() == 0 && (!isRunning() || this.paused || isShared()
				|| (this.channel.size() == 0 && stats.undelivered() == 0));
	}

	void end() {
		Session session = this.session;
		if (session != null) {
			session.end();
		}
	}

	boolean awaitEnd(long deadline) {
		Session session = this.session;
		return session == null || session.awaitEnd(deadline);
	}

	void abort() {
		Session session = this.session;
		if (session != null) {
			session.abort();
		}
	}

	/** How many values this listener will not get if it is not started again. */
	long left() {
		return isShared() ? 0 : stats().undelivered() + this.channel.size();
	}

	@Override
	public String toString() {
		return "ListenerContainer[" + this.id + " of channel '" + channelName() + "', "
				+ (isRunning() ? (this.paused ? "paused" : "running") : "stopped") + ", " + stats() + "]";
	}

}
