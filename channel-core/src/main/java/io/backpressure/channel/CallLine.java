package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Line of the asynchronous calls that wait on one side of a channel. Running it serves
 * those for which there is a value or room, in the order in which they were made.
 */
final class CallLine implements Runnable, Waiter {

	/*
	 * Waiting. Each call has its own place in the queue of the buffer, among the waiting
	 * threads. A wake-up runs no user code and does not try the buffer: it marks the wait
	 * of its call as spent and hands this line to the executor.
	 *
	 * Serving. One task at a time runs the line; WOKEN is set by a wake-up that this task
	 * has not seen yet. The task lets the first call try the buffer, whichever call was
	 * woken, so calls of one thread keep their order. If the first call finds nothing,
	 * every call whose wait is spent queues again, and the first one tries once more,
	 * since the buffer may have changed before the calls were in the queue. A thread
	 * claims a call before the call tries the buffer, queues or ends. So whenever no task
	 * runs the line, each of its calls is in the queue of the buffer, or the thread that
	 * has claimed the call will wake up the line.
	 *
	 * User code. The completion of a future runs its dependent stages, which may take
	 * long. So a task that has served a call first hands the line to another task if any
	 * wake-up is left, and completes the future last.
	 *
	 * Errors. An executor may accept a task and still throw an error; the line is then
	 * handed to another executor as well, and a task that finds the line running does
	 * nothing. An executor may also run the task near the end of the stack of its caller.
	 * A task that cannot serve the line passes it to the default executor. If no executor
	 * accepts the line, the current thread runs it by a plain call, which allocates
	 * nothing. If that thread lacks stack or memory as well, the line itself joins the
	 * queue of the buffer, on behalf of the calls whose waits are spent: the next wake-up
	 * or asynchronous call tries again.
	 */

	/** Turns after which a task that lacks memory leaves the line to another task. */
	private static final int ATTEMPTS = 100;

	/** No task serves the line, and none is requested. */
	private static final int IDLE = 0;

	/** Bit that requests a task, or another turn of the running one. */
	private static final int WOKEN = 1;

	/** Bit that is set while a task serves the line. */
	private static final int RUNNING = 2;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(CallLine.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Executor executor;

	final CallList calls = new CallList();

	private volatile int state;

	/** Number of waits that are spent and have not ended. */
	final AtomicInteger spent = new AtomicInteger();

	/** Place of this line in the queue; used by the thread that has set RUNNING. */
	private @Nullable Wait place;

	/**
	 * Thread that joins the queue for this line; a wake-up that it causes needs no task.
	 */
	private volatile @Nullable Thread joining;

	CallLine(Executor executor) {
		this.executor = executor;
	}

	boolean isEmpty() {
		return this.calls.isEmpty();
	}

	/** Add a call that begins to wait. */
	void add(AsyncCall<?> call) {
		CallExecutor.prepare(this.executor);
		this.calls.add(call);
	}

	/** Let a task serve the first call. Never throws. */
	@Override
	public void wake() {
		try {
			if (request()) {
				execute(this);
			}
		}
		catch (Throwable ex) {
			serveElsewhere();
		}
	}

	/** Set WOKEN. Returns whether the caller has to find a thread that runs the line. */
	private boolean request() {
		if (this.joining == Thread.currentThread()) {
			return false; // this thread has just found no thread for the line
		}
		int before = this.state;
		while (!STATE.compareAndSet(this, before, before | WOKEN)) {
			before = this.state;
		}
		return before == IDLE;
	}

	/** Wake up the line if a wait is spent: its wake-up may not have been served yet. */
	void wakeIfSpent() {
		if (this.spent.get() > 0) {
			wake();
		}
	}

	/** Pass a task to the executor. */
	void execute(Runnable task) {
		CallExecutor.execute(this.executor, task);
	}

	/** Serve calls, and pass the line on before user code runs. */
	@Override
	public void run() {
		try {
			StackReserve.check();
		}
		catch (Throwable ex) {
			serveElsewhere();
			return;
		}
		int before = this.state;
		if ((before & RUNNING) == 0 && STATE.compareAndSet(this, before, RUNNING)) {
			int attempts = ATTEMPTS;
			while (serveFirst(attempts)) {
				attempts--; // woken again, no memory, or no executor takes the line
			}
		}
	}

	/** Serve one call. Returns whether this thread still has to run the line. */
	private boolean serveFirst(int attempts) {
		AsyncCall<?> served;
		try {
			endPlace();
			served = serve();
		}
		catch (Throwable ex) {
			if (ex instanceof OutOfMemoryError && attempts > 0) {
				return true;
			}
			this.state = WOKEN;
			serveElsewhere();
			return false;
		}
		if (served == null) {
			if (STATE.compareAndSet(this, RUNNING, IDLE)) {
				return false;
			}
			this.state = RUNNING;
			return true;
		}
		boolean passedOn = this.spent.get() == 0 && STATE.compareAndSet(this, RUNNING, IDLE);
		if (!passedOn) {
			this.state = WOKEN;
			passedOn = CallExecutor.dispatch(this.executor, this);
		}
		served.publish();
		return !passedOn && STATE.compareAndSet(this, WOKEN, RUNNING);
	}

	/** Serve the first call if that is possible. */
	private @Nullable AsyncCall<?> serve() {
		for (AsyncCall<?> call = this.calls.first(false); call != null; call = this.calls.first(false)) {
			AsyncCall.Outcome outcome = call.attempt();
			if (outcome == AsyncCall.Outcome.BUSY) {
				return null;
			}
			if (outcome == AsyncCall.Outcome.WAITS) {
				if (!call.isSpent() && !requeue()) {
					return null;
				}
			}
			else if (outcome == AsyncCall.Outcome.SERVED) {
				return call;
			}
			else {
				this.calls.remove(call);
			}
		}
		return null;
	}

	/**
	 * Let a call whose wait is spent queue again. Returns {@code false} if there is none,
	 * or it is claimed or has ended.
	 */
	private boolean requeue() {
		AsyncCall<?> call = (this.spent.get() > 0) ? this.calls.first(true) : null;
		return call != null && call.requeue();
	}

	/** Let a thread with more stack or memory serve the calls. Never throws. */
	private void serveElsewhere() {
		if (!CallExecutor.dispatchElsewhere(this)) {
			try {
				postpone();
			}
			catch (Throwable ex) {
				reset();
			}
		}
	}

	/** Wait for the next wake-up, since no thread can run the line now. */
	private void postpone() {
		StackReserve.checkForExecutor(); // enough for the steps below
		boolean left = STATE.compareAndSet(this, WOKEN, RUNNING);
		while (left) {
			try {
				this.joining = Thread.currentThread();
				join();
			}
			catch (Throwable ex) {
				// cannot wait either: the next call lets the line run
			}
			this.joining = null;
			left = !STATE.compareAndSet(this, RUNNING, IDLE);
			if (left) { // woken meanwhile by a thread that relies on this one
				this.state = WOKEN;
				left = !CallExecutor.dispatch(this.executor, this) && STATE.compareAndSet(this, WOKEN, RUNNING);
			}
		}
	}

	private void join() {
		endPlace();
		AsyncCall<?> call = this.calls.first(false);
		if (call != null) {
			this.place = call.join(this);
		}
	}

	private void endPlace() {
		Wait place = this.place;
		if (place != null) {
			this.place = null;
			place.end(false);
		}
	}

	/** Let the next wake-up or call request a task again. */
	private void reset() {
		if (this.state == WOKEN) {
			this.state = IDLE;
		}
	}

}
