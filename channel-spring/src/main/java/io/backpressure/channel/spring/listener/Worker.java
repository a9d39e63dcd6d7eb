package io.backpressure.channel.spring.listener;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * State of one thread of a listener.
 */
final class Worker {

	/*
	 * The turn counts the beginnings and ends of calls, so it is odd while the thread is
	 * in a call, and even while the thread may take values from the channel. Only the
	 * thread itself writes the turn. The thread leaves a call with a volatile write of
	 * the turn, which is ordered before the next read of the cancellation token by the
	 * same thread. Suppose that another thread cancels the token and then reads an odd
	 * turn. The thread in the call then reads the token later, sees the cancellation, and
	 * takes no further value.
	 */

	private static final VarHandle TURN;

	static {
		try {
			TURN = MethodHandles.lookup().findVarHandle(Worker.class, "turn", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile long turn;

	/** Number of values in flight, written before the turn becomes odd. */
	private int values;

	private volatile @Nullable Thread thread;

	private volatile boolean aborted;

	/**
	 * Set while the thread neither receives nor handles values. Guarded by the lock of
	 * the {@link WorkerGroup}.
	 */
	private boolean parked = true;

	/**
	 * Turn at the last check. Guarded by the lock of the {@link CallWatch}, like the next
	 * field.
	 */
	private long seenTurn = -1;

	private long seenSince;

	/** Bind this worker to the calling thread. */
	void bind() {
		this.thread = Thread.currentThread();
	}

	@Nullable Thread thread() {
		return this.thread;
	}

	boolean isCurrentThread() {
		return this.thread == Thread.currentThread();
	}

	/** Begin to handle values on the calling thread. */
	void begin(int values) {
		this.values = values;
		TURN.setRelease(this, this.turn + 1);
	}

	/** Finish handling the values on the calling thread. */
	void end() {
		TURN.setVolatile(this, this.turn + 1);
	}

	long turn() {
		return this.turn;
	}

	boolean isInCall() {
		return isInCall(this.turn);
	}

	private static boolean isInCall(long turn) {
		return (turn & 1) != 0;
	}

	/** Return the number of values that the thread is handling. */
	int valuesInFlight() {
		return isInCall() ? this.values : 0;
	}

	/** Return whether the thread must give back values whose call fails. */
	boolean isAborted() {
		return this.aborted;
	}

	/** Interrupt the thread, and make it give back values whose call then fails. */
	void abort() {
		this.aborted = true;
		Thread thread = this.thread;
		if (thread != null) {
			thread.interrupt();
		}
	}

	boolean isParked() {
		return this.parked;
	}

	void park() {
		this.parked = true;
	}

	/**
	 * Let the thread receive again. An abort that was meant for earlier values no longer
	 * applies.
	 */
	void unpark() {
		this.parked = false;
		if (this.aborted) {
			this.aborted = false;
			Thread.interrupted();
		}
	}

	/**
	 * Return how long the thread has been observed in its current call, counted from the
	 * first invocation of this method during that call.
	 * @param now the time, by the time source of the group
	 */
	Duration callSeenFor(long now) {
		long turn = this.turn;
		if (turn != this.seenTurn) {
			this.seenTurn = turn;
			this.seenSince = now;
		}
		return isInCall(turn) ? Duration.ofNanos(now - this.seenSince) : Duration.ZERO;
	}

}
