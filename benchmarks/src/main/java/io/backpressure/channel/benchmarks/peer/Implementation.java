package io.backpressure.channel.benchmarks.peer;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;

import com.conversantmedia.util.concurrent.DisruptorBlockingQueue;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.jctools.queues.MpmcArrayQueue;

/**
 * The implementations that are compared.
 */
public enum Implementation {

	/** The channel. */
	CHANNEL("BackpressureChannel", "default settings, all statistics on", ChannelHandoff::new),

	/** What everything is compared with. */
	ABQ("ArrayBlockingQueue", "counts nothing, cannot be closed; drop-oldest takes it two steps",
			(capacity) -> new BlockingQueueHandoff(new ArrayBlockingQueue<>(capacity))),

	/** The other bounded queue of the JDK. */
	LBQ("LinkedBlockingQueue",
			"allocates a node per value; sees a full buffer without a lock, and counts no refusal; "
					+ "drop-oldest takes it two steps",
			(capacity) -> new BlockingQueueHandoff(new LinkedBlockingQueue<>(capacity))),

	/** The JDK's queue without a lock. */
	LTQ("LinkedTransferQueue", "unbounded by itself: bounded here by a semaphore; allocates a node per value",
			TransferQueueHandoff::new),

	/** Conversant's blocking queue. */
	CONVERSANT("Conversant DisruptorBlockingQueue",
			"default spin policy, which can spin for as long as it waits; capacity rounded up to a power of two; counts nothing; "
					+ "drop-oldest takes it two steps",
			(capacity) -> new BlockingQueueHandoff(new DisruptorBlockingQueue<>(capacity))),

	/** Jox's channel. */
	JOX("Jox Channel", "needs Java 21; neither an offer nor a poll, hence nothing to drop with; counts nothing",
			JoxHandoff::new),

	/** The channel of Kotlin's coroutines. */
	KOTLIN("kotlinx Channel",
			"trySendBlocking and runBlocking { receive() }, as from Java; made for coroutines, where it costs less; "
					+ "drops in one step by itself (DROP_OLDEST, DROP_LATEST); counts nothing",
			KotlinHandoff::new),

	/** The LMAX Disruptor. */
	LMAX("LMAX Disruptor",
			"BlockingWaitStrategy; receivers claim from a shared sequence, as its former worker pool did; "
					+ "a sender at a full ring polls with parkNanos(1); no offer and poll; pins virtual threads",
			LmaxHandoff::new),

	/** The limit: JCTools under a loop. */
	JCTOOLS("JCTools, spin and timed park",
			"a limit, no product: MPMC queue that cannot wait, under a loop of 200 spins, 10 yields and naps of "
					+ "50 microseconds; wakes nobody, cannot be closed, polls while idle; unusable on many virtual "
					+ "threads; counts nothing",
			(capacity) -> new SpinParkHandoff(new MpmcArrayQueue<>(capacity))),

	/** The limit: Agrona under a loop. */
	AGRONA("Agrona, spin and timed park", "a limit, no product: the same loop around another MPMC queue",
			(capacity) -> new SpinParkHandoff(new ManyToManyConcurrentArrayQueue<>(capacity)));

	private final String label;

	private final String note;

	@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
	private final IntFunction<Handoff> factory;

	Implementation(String label, String note, IntFunction<Handoff> factory) {
		this.label = label;
		this.note = note;
		this.factory = factory;
	}

	/**
	 * Create a handoff.
	 * @param capacity how many values it holds: a power of two, or peers round it up
	 * @return a new handoff
	 */
	public Handoff create(int capacity) {
		return this.factory.apply(capacity);
	}

	/**
	 * Return the name for people.
	 * @return the name
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Return what to know before comparing it with others.
	 * @return a note
	 */
	public String note() {
		return this.note;
	}

	/**
	 * Return whether it runs on this Java.
	 * @return {@code false} if it needs a later release
	 */
	public boolean isSupported() {
		return this != JOX || Runtime.version().feature() >= 21;
	}

	/**
	 * Return whether a thousand virtual threads can use it.
	 * @return {@code false} if it polls or pins
	 */
	public boolean supportsVirtualThreads() {
		return this != LMAX && this != JCTOOLS && this != AGRONA;
	}

	/**
	 * Return whether it has a way not to wait at a full buffer.
	 * @return {@code false} if it can only wait
	 */
	public boolean supportsDropping() {
		return this != LMAX && this != JOX;
	}

}
