package io.backpressure.channel.benchmarks.select;

import java.util.concurrent.locks.LockSupport;

import kotlin.ResultKt;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import org.jspecify.annotations.Nullable;

/**
 * Continuation for a thread that parks while a call is suspended. After {@link #prepare},
 * the thread can use the continuation again for its next call.
 */
final class ParkingContinuation implements Continuation<Object> {

	private @Nullable Thread thread;

	private volatile @Nullable Object result;

	/** Prepare for a call by the current thread. */
	void prepare() {
		this.thread = Thread.currentThread();
		this.result = null;
	}

	/** Wait for the result of the suspended call. */
	Integer await() throws InterruptedException {
		for (;;) {
			Object result = this.result;
			if (result != null) {
				ResultKt.throwOnFailure(result);
				return (Integer) result;
			}
			LockSupport.park(this);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		}
	}

	@Override
	public CoroutineContext getContext() {
		return EmptyCoroutineContext.INSTANCE;
	}

	@Override
	public void resumeWith(Object result) {
		this.result = result;
		LockSupport.unpark(this.thread);
	}

}
