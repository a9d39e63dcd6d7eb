package io.backpressure.channel.spring.listener;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The state of one thread of a listener.
 */
final class Worker {

	/*
	 * The turn is odd while the thread is in a call, and even while it may take values
	 * from the channel. Only the thread itself writes it. It leaves a call by a volatile
	 * write, which orders that write before its next look at the cancellation token: who
	 * cancels the token and then reads an odd turn knows that no further value is taken.
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

	/** The number of values in hand, written before the turn becomes odd. */
	private int values;

	private volatile @Nullable Thread thread;

	private volatile boolean aborted;

	/** Guarded by the lock of the group: whether the thread is waiting for its turn. */
	private boolean parked = true;

	/** Guarded by the lock of the call watch, as the next: the turn at the last look. */
	private long seenTurn = -1;

	private long seenSince;

	/** Note that the calling thread is this worker. */
	void bind() {
		this.thread = Thread.currentThread();
	}

	@Nullable Thread thread() {
		return this.thread;
	}

	boolean isCurrentThread() {
		return this.thread == Thread.currentThread();
	}

	/** The calling thread begins to handle so many values. */
	void begin(int values) {
		this.values = values;
		TURN.setRelease(this, this.turn + 1);
	}

	/** The calling thread has finished with the values. */
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

	/** Return how many values the thread is handling. */
	int valuesInHand() {
		return isInCall() ? this.values : 0;
	}

	/** Return whether the thread is to give up the values in hand. */
	boolean isAborted() {
		return this.aborted;
	}

	/** Have the thread give up the values in hand, and interrupt it. */
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

	/** Begin anew: what concerned the values handled so far is forgotten. */
	void unpark() {
		this.parked = false;
		if (this.aborted) {
			this.aborted = false;
			Thread.interrupted();
		}
	}

	/**
	 * Return for how long the thread has been seen in its current call, since this was
	 * first called during that call.
	 * @param now the time, by {@link System#nanoTime()}
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
