package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Task that a wake-up hands to an executor, and that one thread at a time runs.
 */
final class SerialTask implements Runnable {

	/*
	 * WOKEN requests a thread, or another turn of the running one, which clears the bit
	 * before that turn. Only a thread that has set RUNNING takes steps. So it does no
	 * harm if an executor accepts the task and still throws, and the task is passed to
	 * another executor as well.
	 *
	 * Errors. A thread that lacks stack leaves the task to the default executor. If that
	 * executor rejects the task, the next wake-up tries again. The state is then set by
	 * assignments, which need less stack than a call through the handle. After any other
	 * error of a step the task passes the error to stepFailed and takes further steps.
	 */

	/** Number of steps after which the task lets other tasks of the executor run. */
	private static final int STEPS_PER_RUN = 256;

	/** No thread runs the task, and none is requested. */
	private static final int IDLE = 0;

	private static final int WOKEN = 1;

	private static final int RUNNING = 2;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(SerialTask.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Executor executor;

	private final BooleanSupplier step;

	private final Consumer<? super Throwable> stepFailed;

	/** Initially as after a wake-up, so that only {@link #start()} requests a thread. */
	private volatile int state = WOKEN;

	/**
	 * Create a task.
	 * @param executor runs the task
	 * @param step takes a step; returns {@code false} if none is possible until the next
	 * wake-up
	 * @param stepFailed called after a step that threw an exception; must not fail
	 */
	SerialTask(Executor executor, BooleanSupplier step, Consumer<? super Throwable> stepFailed) {
		this.executor = executor;
		this.step = step;
		this.stepFailed = stepFailed;
	}

	/** Let a thread run this task for the first time. */
	void start() {
		this.state = IDLE;
		wake();
	}

	/** Check the stack of a call that will wake up this task. */
	void checkStack() {
		if (this.state == IDLE) {
			StackReserve.checkForWakeUp();
		}
	}

	/**
	 * Let a thread run this task, or the running one take another step. If this method
	 * throws an error, no thread runs the task until the next wake-up.
	 */
	void wake() {
		int before = this.state;
		while (!STATE.compareAndSet(this, before, before | WOKEN)) {
			before = this.state;
		}
		if (before == IDLE) {
			try {
				CallExecutor.execute(this.executor, this);
			}
			catch (Throwable ex) {
				reset();
				throw ex;
			}
		}
	}

	@Override
	public void run() {
		try {
			StackReserve.checkForWakeUp();
		}
		catch (Throwable ex) {
			if (passOn()) {
				return;
			}
			throw ex;
		}
		int before = this.state;
		if ((before & RUNNING) == 0 && STATE.compareAndSet(this, before, RUNNING)) {
			boolean running = true;
			while (running) {
				running = takeSteps();
			}
		}
	}

	/** Take some steps. Returns whether this thread still has to run the task. */
	private boolean takeSteps() {
		boolean possible = true;
		try {
			for (int steps = 0; steps < STEPS_PER_RUN && possible; steps++) {
				possible = takeStep();
			}
		}
		catch (Throwable ex) {
			this.state = WOKEN;
			if (passOn()) {
				return false;
			}
			throw ex;
		}
		if (possible) {
			this.state = WOKEN;
			return !CallExecutor.dispatch(this.executor, this) && STATE.compareAndSet(this, WOKEN, RUNNING);
		}
		if (STATE.compareAndSet(this, RUNNING, IDLE)) {
			return false;
		}
		this.state = RUNNING; // woken meanwhile
		return true;
	}

	/** Take a step. Throws an error only if the stack is too small. */
	private boolean takeStep() {
		try {
			return this.step.getAsBoolean();
		}
		catch (StackOverflowError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			this.stepFailed.accept(ex);
			return true;
		}
	}

	/** Leave the task to a thread with more stack, or else to the next wake-up. */
	private boolean passOn() {
		boolean passedOn = CallExecutor.dispatchElsewhere(this);
		if (!passedOn) {
			reset();
		}
		return passedOn;
	}

	/** Let the next wake-up request a thread again. */
	private void reset() {
		if (this.state == WOKEN) {
			this.state = IDLE;
		}
	}

}
