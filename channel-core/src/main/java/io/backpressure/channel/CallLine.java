package io.backpressure.channel;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous calls that wait on one side of a channel. Running it serves those for
 * which there is a value or room, in the order in which they were made.
 */
final class CallLine implements Runnable {

	/*
	 * Waiting. Each call has its own place in the queue of the buffer, among the waiting
	 * threads. A wake-up runs no user code and tries nothing: it marks the wait of its
	 * call as spent and hands this line to the executor.
	 *
	 * Serving. One task at a time runs the line; 'wakes' counts the wake-ups that this
	 * task has not seen yet. The task lets the first call try the buffer, whichever call
	 * was woken, so calls of one thread keep their order. If the first call finds
	 * nothing, every call whose wait is spent queues again, and the first one tries once
	 * more, since the state of the buffer may have changed before that. So whenever no
	 * task runs the line, each of its calls is in the queue of the buffer, or the thread
	 * that has claimed the call will wake up the line.
	 *
	 * User code. The completion of a future runs its dependent stages, which may take
	 * long. So a task that has served a call first hands the line to another task if any
	 * wake-up is left, and completes the future last.
	 */

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Set<AsyncCall<?>> calls = new LinkedHashSet<>();

	private volatile int size;

	private final AtomicInteger wakes = new AtomicInteger();

	/** Number of waits that are spent and have not ended. */
	final AtomicInteger spent = new AtomicInteger();

	CallLine(Executor executor) {
		this.executor = executor;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	void add(AsyncCall<?> call) {
		this.lock.lock();
		try {
			this.calls.add(call);
			this.size = this.calls.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(AsyncCall<?> call) {
		this.lock.lock();
		try {
			this.calls.remove(call);
			this.size = this.calls.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable AsyncCall<?> first(boolean onlySpent) {
		this.lock.lock();
		try {
			for (AsyncCall<?> call : this.calls) {
				if (!onlySpent || call.isSpent()) {
					return call;
				}
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Let a task serve the first call. */
	void wake() {
		if (this.wakes.getAndIncrement() == 0) {
			execute(this);
		}
	}

	/** Let a task serve the first call if a wake-up may have been left for it. */
	void wakeIfSpent() {
		if (this.spent.get() > 0) {
			wake();
		}
	}

	/** Pass a task to the executor. */
	void execute(Runnable task) {
		CallExecutor.execute(this.executor, task);
	}

	@Override
	public void run() {
		for (int seen = this.wakes.get();;) {
			AsyncCall<?> served = serve();
			if (served != null && this.spent.get() > 0) {
				this.wakes.incrementAndGet();
			}
			seen = this.wakes.addAndGet(-seen);
			if (served != null) {
				if (seen > 0) {
					execute(this);
				}
				served.publish();
				return;
			}
			if (seen == 0) {
				return;
			}
		}
	}

	/** Serve the first call if that is possible. */
	private @Nullable AsyncCall<?> serve() {
		for (AsyncCall<?> call = first(false); call != null; call = first(false)) {
			AsyncCall.Outcome outcome = call.attempt();
			if (outcome == AsyncCall.Outcome.BUSY) {
				return null;
			}
			if (outcome == AsyncCall.Outcome.WAITS) {
				if (!call.isSpent() && !requeue()) {
					return null;
				}
			}
			else {
				remove(call);
				if (outcome == AsyncCall.Outcome.SERVED) {
					return call;
				}
			}
		}
		return null;
	}

	/**
	 * Let a call whose wait is spent queue again. Returns {@code false} if there is none,
	 * or it is claimed or has ended.
	 */
	private boolean requeue() {
		AsyncCall<?> call = (this.spent.get() > 0) ? first(true) : null;
		return call != null && call.requeue();
	}

}
