package io.backpressure.channel.spring.listener;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.support.StandIn;
import org.jspecify.annotations.Nullable;

/**
 * A listener of a channel: its threads, and whether they run. Made by
 * {@link ListenerContainerFactory} for a method with {@link ChannelListener} or for a
 * function, and found in the {@link ListenerRegistry}.
 * <p>
 * Methods may be called from any thread, those of the listener included.
 */
public final class ListenerContainer {

	/** How long a thread may take to notice an interrupt. */
	static final Duration ABORT_GRACE = Duration.ofMillis(500);

	private final ListenerDefinition definition;

	private final String channelName;

	private final Intake intake;

	private final ListenerParts parts;

	private final ListenerCounters counters = new ListenerCounters();

	private final @Nullable IdleWatch idleWatch;

	private final WorkerGroup group = new WorkerGroup();

	private final CallWatch calls = new CallWatch(this.group);

	private final Delivery delivery;

	private final ListenerThreads threads;

	private final ListenerRegistration registration;

	private ListenerContainer(ListenerDefinition definition, Intake intake, ListenerParts parts) {
		BackpressureChannel<?> channel = intake.channel();
		String id = definition.id();
		this.definition = definition;
		this.channelName = StandIn.isStandIn(channel) ? definition.channelName() : channel.name();
		this.intake = intake;
		this.parts = parts;
		this.registration = new ListenerRegistration(id, channel, parts.decorators());
		this.idleWatch = IdleWatch.of(id, channel, this.counters, parts);
		this.delivery = new Delivery(definition, intake, this.group, parts.retries(),
				new Settlement(id, intake, this.group, this.counters, parts), parts.log());
		this.threads = new ListenerThreads(channel, parts, this.group);
	}

	/** Create a listener, which its decorators see once it is complete. */
	static ListenerContainer create(ListenerDefinition definition, Intake intake, ListenerParts parts) {
		ListenerContainer listener = new ListenerContainer(definition, intake, parts);
		try {
			listener.delivery.decorate(parts.invoker(listener, definition));
			return listener;
		}
		catch (RuntimeException | Error ex) {
			listener.free(); // by the decorators that did not throw
			throw ex;
		}
	}

	/**
	 * Return the id of this listener.
	 * @return the id, unique in the application context
	 */
	public String id() {
		return this.definition.id();
	}

	/**
	 * Return the name of the channel that this listener receives from.
	 * @return the name of the channel
	 */
	public String channelName() {
		return this.channelName;
	}

	/**
	 * Return the channel that this listener receives from.
	 * @return the channel
	 */
	public BackpressureChannel<?> channel() {
		return this.intake.channel();
	}

	/**
	 * Return the name of the channel that the results of this listener are sent to.
	 * @return the name of the channel, or {@code null} if there is none
	 */
	public @Nullable String sendTo() {
		return this.definition.options().sendTo();
	}

	/**
	 * Return the name of the channel that values go to that this listener could not
	 * handle.
	 * @return the name of the channel, or {@code null} if there is none
	 */
	public @Nullable String deadLetter() {
		return this.definition.options().deadLetter();
	}

	/**
	 * Return how many threads this listener may have.
	 * @return the bounds, which are equal unless it grows and shrinks
	 */
	public ListenerConcurrency concurrency() {
		return settings().concurrency();
	}

	/**
	 * Return how many threads this listener has now.
	 * @return the number of threads; zero when it is stopped
	 */
	public int threads() {
		return this.group.size();
	}

	/**
	 * Return how many threads are handling a value or a batch, repetitions and the delays
	 * between them included.
	 * @return the number of threads
	 */
	public int activeThreads() {
		return this.group.active();
	}

	/**
	 * Return for how long a thread has been handling the same value or batch, repetitions
	 * and the delays between them included, at the most. Values are not timed, as that
	 * would cost each of them a look at the clock. Instead this method notes what it
	 * finds: the time counts from the first call of this method that found the thread
	 * with the value, and so is exact to the interval at which this method is called.
	 * @return the time; zero if no thread is handling a value
	 */
	public Duration longestCall() {
		return this.calls.longest();
	}

	/**
	 * Return where the values are that this listener has received.
	 * @return a snapshot
	 */
	public ListenerStats stats() {
		return this.counters.stats();
	}

	/**
	 * Start receiving; nothing happens if this listener runs. If it is paused it starts
	 * paused. A thread that is still handling a value from before the last stop becomes
	 * one of its threads again, so that there are never more calls than threads.
	 * @throws IllegalStateException if this listener has been
	 * {@linkplain ListenerRegistry#remove removed}
	 * @throws RuntimeException if no thread could be started, and no listener runs then
	 */
	public void start() {
		this.registration.start();
		if (this.group.start()) {
			this.parts.started();
			this.threads.start((worker) -> new ReceiveLoop(this, this.group, this.delivery, worker));
		}
	}

	/**
	 * Stop receiving, and wait until the values in hand are handled. What is buffered
	 * stays in the channel for the next start. A delay before a repetition ends, and its
	 * value is kept. After the drain timeout of the properties
	 * ({@code backpressure.listener.drain-timeout}) the threads are interrupted, and a
	 * value whose call fails then is kept, too. Values that are kept are the first of the
	 * next start; those of a shared channel are given back to it instead.
	 * <p>
	 * Called by a listener, whether this or another one, it waits neither for the calling
	 * thread nor for threads that wait for it to stop, or for the end of the context or
	 * of the JVM.
	 */
	public void stop() {
		end();
		if (!this.group.awaitEnd(Deadline.after(this.parts.stopTimeout()))) {
			this.group.abort();
			this.group.awaitEnd(Deadline.after(ABORT_GRACE));
		}
		log().flush();
	}

	/**
	 * Receive nothing until {@link #resume()}. When this returns, no thread will take
	 * another value: what is sent from then on stays in the channel. Values in hand are
	 * handled, repetitions and the delays between them included, and may still be so when
	 * this returns. Called by this listener, it does not wait for the calling thread.
	 * <p>
	 * Threads that wait for a value come back at once. Of a channel outside of this JVM
	 * whose transport does not answer, they may not: after five seconds this then returns
	 * nevertheless, and logs that a value may still be taken.
	 */
	public void pause() {
		this.group.pause();
		shutdown().awaitIntakeEnd();
	}

	/**
	 * Receive again after {@link #pause()}.
	 */
	public void resume() {
		this.group.resume();
	}

	/**
	 * Return whether this listener has been started and not stopped. It also ends when
	 * its channel is closed and drained.
	 * @return whether it runs, paused or not
	 */
	public boolean isRunning() {
		return !this.group.isEnded();
	}

	/**
	 * Return whether this listener is paused.
	 * @return whether it is paused, running or not
	 */
	public boolean isPaused() {
		return this.group.isPaused();
	}

	// For the threads

	Intake intake() {
		return this.intake;
	}

	ListenerSettings settings() {
		return this.parts.settings();
	}

	boolean isBatch() {
		return this.definition.batch();
	}

	ListenerCounters counters() {
		return this.counters;
	}

	FailureLog log() {
		return this.parts.log();
	}

	void checkIdle() {
		if (this.idleWatch != null) {
			this.idleWatch.look();
		}
	}

	/** A thread has ended. */
	void threadEnded() {
		if (this.group.size() == 0) {
			log().flush();
			this.registration.threadsEnded();
		}
	}

	// For the lifecycle of the context

	ListenerShutdown shutdown() {
		return new ListenerShutdown(this, this.group);
	}

	boolean isAutoStartup() {
		return settings().autoStartup();
	}

	/** Let the threads end after the values in hand, without waiting for them. */
	void end() {
		this.group.end();
	}

	/** The place of this listener in the registry. */
	ListenerRegistration registration() {
		return this.registration;
	}

	/** Free what is kept for this listener elsewhere; once, and without an exception. */
	void free() {
		this.registration.free(this);
	}

	@Override
	public String toString() {
		return "ListenerContainer[" + id() + " of channel '" + channelName() + "', "
				+ (isRunning() ? (isPaused() ? "paused" : "running") : "stopped") + ", " + stats() + "]";
	}

}
