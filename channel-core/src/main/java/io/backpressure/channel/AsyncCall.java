package io.backpressure.channel;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Asynchronous send or receive that may have to wait, and the future of its result.
 *
 * @param <R> the type of the result
 */
abstract class AsyncCall<R> extends ClaimableFuture<R> {

	/*
	 * Only the thread that has claimed or ended a call accesses its plain fields.
	 *
	 * As in a blocking call, an attempt precedes each check of the limits.
	 *
	 * Errors. The StackReserve is checked before a call is claimed, and before a step
	 * that may move a value. If an attempt on a buffer in memory finds no stack
	 * nevertheless, another thread repeats it. After any other error in an attempt, the
	 * call fails with that error and has moved no value. After the result of a call is
	 * decided, errors are discarded.
	 */

	private final ReceivingChannel<?> channel;

	private final CallLine line;

	private final String operation;

	private final CancellationToken token;

	private final long channelLimit;

	private final long start = System.nanoTime();

	private final long limit;

	private final CallLimits limits = new CallLimits();

	final CallList.Link link = new CallList.Link(this);

	private volatile @Nullable CallWait wait;

	private boolean blocked;

	private @Nullable R result;

	private @Nullable Throwable failure;

	AsyncCall(ReceivingChannel<?> channel, CallLine line, String operation, long channelLimit,
			CancellationToken token) {
		this.channel = channel;
		this.line = line;
		this.operation = operation;
		this.token = token;
		this.channelLimit = channelLimit;
		this.limit = WaitLimit.earliest(WaitLimit.FOREVER, token, channelLimit);
	}

	// Operations on the buffer

	/**
	 * Try once, and {@link #succeed} or {@link #fail} if that decides the call.
	 * @param attempt the role of the attempt
	 * @param now the current time
	 * @return whether the call is decided
	 */
	abstract boolean tryOnce(Attempt attempt, long now);

	/** Join the queue of the buffer. */
	abstract Wait join(Waiter waiter);

	/** Count the call as one that waits. */
	abstract void beginWait();

	/** Add the time of a call that has waited, or {@link CallTimes#FAILED}. */
	abstract void endWait(long nanos);

	/** Report the failure of a call before its future is completed. */
	abstract void report(ChannelException failure);

	final boolean succeed(R result) {
		this.result = result;
		return true;
	}

	final boolean fail(Throwable failure) {
		this.failure = failure;
		return true;
	}

	// Attempts

	/**
	 * Begin the call. If attempts take time, the first one is left to the executor.
	 * @return this future
	 */
	final CompletableFuture<R> begin() {
		StackReserve.check();
		boolean later = this.channel.statistics.attemptsTakeTime;
		if (!later && (this.line.isEmpty() || this.limit == 0) && isDecided()) {
			end();
			publish();
			return this;
		}
		try {
			enqueue(later);
		}
		catch (Throwable ex) {
			end();
			abandon();
			throw ex;
		}
		unclaim();
		this.line.wakeIfSpent();
		try {
			this.limits.start(this.line, this.token, this.limit, this::expire);
		}
		catch (Throwable ex) {
			if (cancel(false)) {
				throw ex;
			}
		}
		return this;
	}

	private void enqueue(boolean spent) {
		if (!spent) {
			block();
		}
		this.line.add(this);
		this.wait = spent ? CallWait.spent(this.line) : CallWait.join(this.line, this::join);
	}

	/** Try the buffer, unless another thread does or the call has ended. */
	final Outcome attempt() {
		StackReserve.check();
		if (!tryClaim()) {
			return hasEnded() ? Outcome.GONE : Outcome.BUSY;
		}
		return attemptClaimed();
	}

	private Outcome attemptClaimed() {
		try {
			if (isSpent()) {
				endQueueing(true);
			}
			if (!isDecided()) {
				if (this.wait == null) {
					block();
					this.wait = CallWait.join(this.line, this::join);
				}
				unclaim();
				return Outcome.WAITS;
			}
		}
		catch (Throwable ex) {
			if (ex instanceof StackOverflowError && !this.channel.statistics.attemptsTakeTime) {
				unclaim();
				throw ex;
			}
			this.failure = ex;
		}
		end();
		leave();
		return Outcome.SERVED;
	}

	private boolean isDecided() {
		long now = System.nanoTime();
		if (tryOnce(this.blocked ? Attempt.FURTHER : Attempt.FIRST, now)) {
			return true;
		}
		Throwable cancelled = this.token.cause();
		if (cancelled != null) {
			return fail(new ChannelCancelledException(this.channel.channelName(), this.operation, cancelled));
		}
		return WaitLimit.remaining(this.limit, this.start, now) == 0
				&& fail(this.channel.timedOut(this.operation, this.limit, WaitLimit.FOREVER, this.channelLimit));
	}

	private void block() {
		if (!this.blocked) {
			beginWait();
			this.blocked = true;
		}
	}

	final boolean isSpent() {
		CallWait wait = this.wait;
		return wait != null && wait.isSpent();
	}

	/**
	 * Join the queue of the buffer again, after the {@link CallWait} was spent. Returns
	 * {@code false} if the call is claimed or has ended.
	 */
	final boolean requeue() {
		StackReserve.check();
		if (!tryClaim()) {
			return false;
		}
		try {
			CallWait spent = this.wait;
			this.wait = CallWait.join(this.line, this::join);
			if (spent != null) {
				spent.end(false);
			}
		}
		finally {
			unclaim();
		}
		return true;
	}

	/** Leave the queue and the line, after the call has ended. */
	private void leave() {
		try {
			endQueueing(false);
			this.line.calls.remove(this);
		}
		catch (Throwable ex) {
			// the line removes it later
		}
	}

	private void endQueueing(boolean tries) {
		CallWait wait = this.wait;
		if (wait != null) {
			this.wait = null;
			wait.end(tries);
		}
	}

	/** Try once more and then give up: the token is cancelled or the time is up. */
	private void expire() {
		StackReserve.check();
		if (claim()) {
			Outcome outcome = attemptClaimed();
			this.line.wakeIfSpent();
			if (outcome == Outcome.SERVED) {
				publish();
			}
		}
	}

	/** Complete the future of a call that is decided. Runs user code. */
	final void publish() {
		Throwable failure = this.failure;
		try {
			settle((failure != null) ? CallTimes.FAILED : System.nanoTime() - this.start);
		}
		catch (Throwable ex) {
			// the call is decided
		}
		publish(this.result, failure);
	}

	private void settle(long nanos) {
		try {
			if (this.blocked) {
				endWait(nanos);
			}
			if (this.failure instanceof ChannelException exception) {
				report(exception);
			}
		}
		finally {
			this.limits.end();
		}
	}

	@Override
	final void abandon() {
		leave();
		try {
			this.line.wakeIfSpent();
			if (this.blocked) {
				endWait(CallTimes.FAILED);
			}
			this.limits.end();
		}
		catch (Throwable ex) {
			// the call has ended
		}
	}

	/** Outcome of an attempt. */
	enum Outcome {

		/** The call is decided; the caller publishes the result. */
		SERVED,

		/** The call is in the queue of the buffer. */
		WAITS,

		/** Another thread has claimed the call, and wakes up the line if necessary. */
		BUSY,

		/** The call has ended. */
		GONE

	}

}
