package io.backpressure.channel;

import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * Limits of an {@link AsyncCall}, which end it when its token is cancelled or its time is
 * up.
 */
final class CallLimits {

	private volatile boolean ended;

	private volatile @Nullable Registration cancellation;

	private volatile @Nullable Future<?> timer;

	/**
	 * Start to watch the limits.
	 * @param expire lets the call try once more and then give up; run by the executor
	 */
	void start(CallLine line, CancellationToken token, long nanos, Runnable expire) {
		Runnable task = () -> line.execute(expire);
		this.cancellation = token.onCancelOfWait(task);
		if (nanos != WaitLimit.FOREVER) {
			this.timer = CallTimer.schedule(task, nanos);
		}
		if (this.ended) {
			end(); // the call ended before this method had set both fields
		}
	}

	/** Stop watching. Idempotent. */
	void end() {
		this.ended = true;
		Registration cancellation = this.cancellation;
		if (cancellation != null) {
			cancellation.close();
		}
		Future<?> timer = this.timer;
		if (timer != null) {
			timer.cancel(false);
		}
	}

}
