package io.backpressure.channel.spring.listener;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.support.StandIn;
import org.jspecify.annotations.Nullable;

/**
 * Container that runs the threads of a listener and controls their lifecycle. It is
 * created by {@link ListenerContainerFactory} for a method with {@link ChannelListener}
 * or for a function, and is found in the {@link ListenerRegistry}.
 * <p>
 * Methods may be called from any thread, including those of the listener.
 *
 * @since 0.1.0
 */
public final class ListenerContainer {

	/** Time that a thread may take to respond to an interrupt. */
	static final Duration ABORT_GRACE = Duration.ofMillis(500);

	private final ListenerDefinition definition;

	private final String channelName;

	private final Intake intake;

	private final ListenerComponents components;

	private final ListenerCounters counters = new ListenerCounters();

	private final @Nullable IdleWatch idleWatch;

	private final WorkerGroup group;

	private final Delivery delivery;

	private final ListenerThreads threads;

	private final ListenerRegistration registration;

	private ListenerContainer(ListenerDefinition definition, Intake intake, ListenerComponents components) {
		BackpressureChannel<?> channel = intake.channel();
		String id = definition.id();
		this.definition = definition;
		this.channelName = StandIn.isStandIn(channel) ? definition.channelName() : channel.name();
		this.intake = intake;
		this.components = components;
		this.group = new WorkerGroup(components.time());
		this.registration = new ListenerRegistration(id, channel, components.decorators());
		this.idleWatch = IdleWatch.of(id, channel, this.counters, components);
		this.delivery = new Delivery(definition, intake, this.group, components.retries(),
				new Settlement(id, intake, this.group, this.counters, components), components.log());
		this.threads = new ListenerThreads(channel, components, this.group);
	}

	/** Create a container, and decorate the calls of its listener. */
	static ListenerContainer create(ListenerDefinition definition, Intake intake, ListenerComponents components) {
		ListenerContainer listener = new ListenerContainer(definition, intake, components);
		try {
			listener.delivery.decorate(components.invoker(listener, definition));
			return listener;
		}
		catch (RuntimeException | Error ex) {
			listener.free(); // release what the other decorators hold
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
	 * Return the name of the channel to which this listener sends its results.
	 * @return the name of the channel, or {@code null} if there is none
	 */
	public @Nullable String sendTo() {
		return this.definition.options().sendTo();
	}

	/**
	 * Return the name of the channel for values that this listener could not handle.
	 * @return the name of the channel, or {@code null} if there is none
	 */
	public @Nullable String deadLetter() {
		return this.definition.options().deadLetter();
	}

	/**
	 * Return the bounds for the number of threads.
	 * @return the bounds, which are equal unless the number of threads adapts to the load
	 */
	public ListenerConcurrency concurrency() {
		return settings().concurrency();
	}

	/**
	 * Return the current number of threads.
	 * @return the number of threads; zero if this listener is stopped and no call is in
	 * progress
	 */
	public int threads() {
		return this.group.size();
	}

	/**
	 * Return the number of threads that are handling a value or a batch, including
	 * repetitions and the delays between them.
	 * @return the number of threads
	 */
	public int activeThreads() {
		return this.group.active();
	}

	/**
	 * Return the longest time for which a thread has been handling the same value or
	 * batch, including repetitions and the delays between them. To save a clock read per
	 * value, the time counts from the first invocation of this method that finds the
	 * thread with the value, and may be too short by the interval between invocations.
	 * @return the time; zero if no thread is handling a value
	 */
	public Duration longestCall() {
		return this.group.longestCall();
	}

	/**
	 * Return the counts of the values that this listener has received.
	 * @return a snapshot
	 */
	public ListenerStats stats() {
		return this.counters.stats();
	}

	/**
	 * Start receiving; has no effect if this listener runs. A paused listener starts
	 * paused. A thread that is still handling a value from before the last stop rejoins
	 * this listener, so there are never more calls at once than the upper bound of
	 * {@link #concurrency()}.
	 * @throws IllegalStateException if this listener has been
	 * {@linkplain ListenerRegistry#remove removed}
	 * @throws RuntimeException if no thread could be started; the listener is then
	 * stopped
	 */
	public void start() {
		this.registration.start();
		if (this.group.start()) {
			this.components.started();
			this.threads.start((worker) -> new ReceiveLoop(this, this.group, this.delivery, worker));
		}
	}

	/**
	 * Stop receiving, and wait until the values in flight are handled. Buffered values
	 * stay in the channel for the next start. Calls are no longer repeated: a value whose
	 * call would be repeated is kept. After the timeout
	 * {@code backpressure.listener.drain-timeout} the threads are interrupted, and a
	 * value whose call then fails is kept, too. Kept values are handled first after the
	 * next start. If the channel is shared, it gets these values back instead. If a
	 * thread of a listener calls this method, the method does not wait for that thread,
	 * nor for threads that wait in a {@code stop()} for that thread. Nor does it wait for
	 * a thread that has called {@code System.exit}.
	 */
	public void stop() {
		end();
		if (!this.group.awaitEnd(Deadline.after(this.components.stopTimeout(), this.group.time()))) {
			this.group.abort();
			this.group.awaitEnd(Deadline.after(ABORT_GRACE, this.group.time()));
		}
		log().flush();
	}

	/**
	 * Receive nothing until {@link #resume()}. When this method returns, no thread takes
	 * another value, and values sent from then on stay in the channel. Values in flight
	 * are still handled, including repetitions and the delays between them, possibly
	 * after this method has returned. If a thread of this listener calls this method, the
	 * method does not wait for that thread.
	 * <p>
	 * Threads that wait for a value return at once, unless the channel is shared and its
	 * transport does not reply. In that case this method returns after five seconds and
	 * logs that a value may still be taken.
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
	 * Return whether this listener has been started and not stopped. A listener also
	 * stops when its channel is closed and drained.
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
		return this.components.settings();
	}

	boolean isBatch() {
		return this.definition.batch();
	}

	ListenerCounters counters() {
		return this.counters;
	}

	FailureLog log() {
		return this.components.log();
	}

	void checkIdle(Duration waited) {
		if (this.idleWatch != null) {
			this.idleWatch.check(waited);
		}
	}

	/** Handle the end of a thread; the last one flushes the log. */
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

	/** Let the threads end after the values in flight, without waiting for them. */
	void end() {
		this.group.end();
	}

	ListenerRegistration registration() {
		return this.registration;
	}

	/** Let decorators and the channel release what they hold for this listener, once. */
	void free() {
		this.registration.free(this);
	}

	@Override
	public String toString() {
		return "ListenerContainer[" + id() + " of channel '" + channelName() + "', "
				+ (isRunning() ? (isPaused() ? "paused" : "running") : "stopped") + ", " + stats() + "]";
	}

}
