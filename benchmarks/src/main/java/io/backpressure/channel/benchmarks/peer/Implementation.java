package io.backpressure.channel.benchmarks.peer;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import io.backpressure.channel.benchmarks.listening.Listener;
import io.backpressure.channel.benchmarks.listening.Listening;
import io.backpressure.channel.benchmarks.listening.QueueAndPoller;
import io.backpressure.channel.benchmarks.listening.TaskExecutor;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.jctools.queues.MpmcArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Implementation under comparison.
 */
public enum Implementation {

	/** The channel. */
	CHANNEL("BackpressureChannel",
			"default settings, all statistics on; async: a pool with a thread per processor; batches: trySendAll, and a "
					+ "send that waits for room if a value does not fit; receiveBatch with a wait of a millisecond",
			ChannelHandoff::new),

	/** The reference. */
	ABQ("ArrayBlockingQueue",
			"counts nothing, cannot be closed; drop-oldest needs two steps; a batch is drained in one step, but sent one "
					+ "value at a time",
			(capacity) -> new BlockingQueueHandoff(new ArrayBlockingQueue<>(capacity))),

	/** The other bounded queue of the JDK. */
	LBQ("LinkedBlockingQueue",
			"allocates a node per value; detects a full buffer without a lock and counts no rejections; "
					+ "drop-oldest needs two steps",
			(capacity) -> new BlockingQueueHandoff(new LinkedBlockingQueue<>(capacity))),

	/** The lock-free queue of the JDK. */
	LTQ("LinkedTransferQueue", "unbounded; here, a semaphore bounds it; allocates a node per value",
			TransferQueueHandoff::new),

	/** Conversant's blocking queue. */
	CONVERSANT("Conversant DisruptorBlockingQueue",
			"default spin policy, which can spin throughout a wait; capacity rounded up to a power of two; counts nothing; "
					+ "drop-oldest needs two steps",
			(capacity) -> new BlockingQueueHandoff(new DisruptorBlockingQueue<>(capacity))),

	/** Jox's channel. */
	JOX("Jox Channel",
			"needs Java 21; has neither offer nor poll, so it cannot drop values; select: clauses created once; no batches; "
					+ "counts nothing",
			JoxHandoff::new),

	/** The channel of Kotlin's coroutines. */
	KOTLIN("kotlinx Channel",
			"trySendBlocking and runBlocking { receive() }, as from Java; designed for coroutines, where it costs less; "
					+ "drops in one step by itself (DROP_OLDEST, DROP_LATEST); async: two coroutines on Dispatchers.Default, as the "
					+ "compiler translates them; select: clauses created once, and a thread that parks; no batches; "
					+ "counts nothing",
			KotlinHandoff::new),

	/** The LMAX Disruptor. */
	LMAX("LMAX Disruptor",
			"BlockingWaitStrategy; receivers claim from a shared sequence, as in the worker pool of Disruptor 3; "
					+ "a sender at a full ring polls with parkNanos(1); no offer and poll; pins virtual threads; a sender claims "
					+ "and publishes a batch in one step; a receiver claims all available values, up to a batch, in one step",
			LmaxHandoff::new),

	/** The limit: JCTools in a loop. */
	JCTOOLS("JCTools, spin and timed park",
			"the limit of the hardware: a non-blocking MPMC queue in a loop of 200 spins, 10 yields and parks of "
					+ "50 microseconds; wakes up no thread, cannot be closed, polls while idle; unusable on many virtual "
					+ "threads; batches: fill and drain in that loop; counts nothing",
			(capacity) -> new SpinParkHandoff(new MpmcArrayQueue<>(capacity))),

	/** The limit: Agrona in a loop. */
	AGRONA("Agrona, spin and timed park", "the limit of the hardware: the loop of JCTools around another MPMC queue",
			(capacity) -> new SpinParkHandoff(new ManyToManyConcurrentArrayQueue<>(capacity))),

	/** A listener method of a channel. */
	LISTENER("@ChannelListener", "the channel with a listener; default settings, including its counters",
			Listener::start),

	/** Spring Integration. */
	INTEGRATION("Spring Integration QueueChannel and poller",
			"one poller per thread; each poll takes all available values; wraps each value in a message with headers",
			QueueAndPoller::start),

	/** Spring's thread pool. */
	EXECUTOR("ThreadPoolTaskExecutor",
			"bounded queue, and a handler of rejected tasks that waits for room; a task for each value; counts nothing",
			TaskExecutor::start),

	/** An asynchronous method. */
	ASYNC("@Async", "on a thread pool like that of ThreadPoolTaskExecutor", TaskExecutor::startAsync),

	/** The publisher of the JDK. */
	PUBLISHER("SubmissionPublisher",
			"async only; bounded buffer of one subscriber; a send to a full buffer blocks, or runs the subscriber itself; "
					+ "counts nothing"),

	/** The sink of Reactor. */
	REACTOR("Reactor Sinks.many",
			"async only; unicast with a bounded queue; permits one sender at a time; publishOn passes values to the "
					+ "receiver; a sink cannot wait, so a send polls in the loop of JCTools while the queue is full; counts nothing");

	private final String label;

	private final String note;

	@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
	private final @Nullable IntFunction<Handoff> factory;

	@SuppressWarnings("ImmutableEnumChecker") // as above
	private final Listening.@Nullable Factory listening;

	Implementation(String label, String note) {
		this(label, note, null, null);
	}

	Implementation(String label, String note, IntFunction<Handoff> factory) {
		this(label, note, factory, null);
	}

	Implementation(String label, String note, Listening.Factory listening) {
		this(label, note, null, listening);
	}

	Implementation(String label, String note, @Nullable IntFunction<Handoff> factory,
			Listening.@Nullable Factory listening) {
		this.label = label;
		this.note = note;
		this.factory = factory;
		this.listening = listening;
	}

	/**
	 * Create a handoff.
	 * @param capacity the number of values that the handoff holds; a power of two, since
	 * some peers round other numbers up
	 * @return a new handoff
	 */
	public Handoff create(int capacity) {
		if (this.factory == null) {
			throw new IllegalStateException(this.label + " does not support receives");
		}
		return this.factory.apply(capacity);
	}

	/**
	 * Return whether threads can send and receive one value at a time.
	 * @return {@code false} if {@link #create} fails
	 */
	public boolean isHandoff() {
		return this.factory != null;
	}

	/**
	 * Return the factory of an implementation that calls a listener.
	 * @return the factory, or {@code null} if this implementation does not call a
	 * listener
	 */
	public Listening.@Nullable Factory listening() {
		return this.listening;
	}

	/**
	 * Return the display name.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Return the note that the report prints: how this implementation is used and what to
	 * know about its results.
	 * @return the note
	 */
	public String note() {
		return this.note;
	}

	/**
	 * Return whether this implementation runs on the current Java release.
	 * @return {@code false} if the implementation needs a later release
	 */
	public boolean isSupported() {
		return this != JOX || Runtime.version().feature() >= 21;
	}

	/**
	 * Return whether a thousand virtual threads can use this implementation.
	 * @return {@code false} if a waiting thread polls with timed parks or pins its
	 * carrier
	 */
	public boolean supportsVirtualThreads() {
		return this != LMAX && this != JCTOOLS && this != AGRONA;
	}

	/**
	 * Return whether a send to a full buffer can return without waiting.
	 * @return {@code false} if a send can only wait for room
	 */
	public boolean supportsDropping() {
		return this != LMAX && this != JOX;
	}

	/**
	 * Return whether this implementation takes part in the scenarios with asynchronous
	 * calls.
	 * @return {@code false} if the implementation has no asynchronous calls
	 */
	public boolean supportsAsync() {
		return this == CHANNEL || this == KOTLIN || this == PUBLISHER || this == REACTOR;
	}

	/**
	 * Return whether a receiver can select from several channels.
	 * @return {@code false} if the implementation has no select
	 */
	public boolean supportsSelect() {
		return this == CHANNEL || this == JOX || this == KOTLIN;
	}

	/**
	 * Return whether this implementation takes part in the scenarios with batches.
	 * @return {@code false} if no batch handoff can be created for it
	 */
	public boolean supportsBatches() {
		return switch (this) {
			case CHANNEL, ABQ, LBQ, CONVERSANT, LMAX, JCTOOLS -> true;
			default -> false;
		};
	}

	/**
	 * Return whether a thread that waits long is parked until it is woken up.
	 * @return {@code false} if the thread spins or polls: there is no wake-up to measure,
	 * and the thread uses processor time while other implementations are measured
	 */
	public boolean parks() {
		return this != CONVERSANT && this != JCTOOLS && this != AGRONA;
	}

}
