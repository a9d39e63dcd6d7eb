package io.backpressure.channel;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
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
	 * Errors. A thread that lacks stack leaves the task to another executor. After any
	 * other error of a step the task reports it and takes further steps. If no thread can
	 * run the task, the next wake-up tries again.
	 */

	/** Number of steps after which the task lets others run. */
	private static final int STEPS_PER_RUN = 256;

	/** No thread runs the task, and none is requested. */
	private static final int IDLE = 0;

	private static final int WOKEN = 1;

	private static final int RUNNING = 2;

	private final Executor executor;

	private final BooleanSupplier step;

	private final Consumer<? super Throwable> stepFailed;

	/** Initially as after a wake-up, so that only {@link #start()} requests a thread. */
	private final AtomicInteger state = new AtomicInteger(WOKEN);

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
		this.state.set(IDLE);
		wake();
	}

	/** Check the stack of a call that will wake up this task. */
	void checkStack() {
		if (this.state.get() == IDLE) {
			StackReserve.check();
		}
	}

	/** Let a thread run this task, or the running one take another step. */
	void wake() {
		int before = this.state.get();
		while (!this.state.compareAndSet(before, before | WOKEN)) {
			before = this.state.get();
		}
		if (before == IDLE) {
			try {
				CallExecutor.execute(this.executor, this);
			}
			catch (Throwable ex) {
				this.state.compareAndSet(WOKEN, IDLE);
				throw ex;
			}
		}
	}

	@Override
	public void run() {
		try {
			StackReserve.check();
		}
		catch (Throwable ex) {
			if (CallExecutor.dispatch(CallExecutor.DEFAULT, this)) {
				return;
			}
			throw ex;
		}
		int before = this.state.get();
		if ((before & RUNNING) == 0 && this.state.compareAndSet(before, RUNNING)) {
			boolean running = true;
			while (running) {
				running = takeSteps();
			}
		}
	}

	/** Take some steps. Returns whether this thread still has to run the task. */
	private boolean takeSteps() {
		for (int steps = 0; steps < STEPS_PER_RUN; steps++) {
			try {
				if (!this.step.getAsBoolean()) {
					return !this.state.compareAndSet(RUNNING, IDLE) && clearWoken();
				}
			}
			catch (Throwable ex) {
				if (ex instanceof StackOverflowError && passTo(CallExecutor.DEFAULT)) {
					return false;
				}
				this.stepFailed.accept(ex);
			}
		}
		return !passTo(this.executor);
	}

	private boolean clearWoken() {
		this.state.set(RUNNING);
		return true;
	}

	/**
	 * Leave the task to another thread. Returns {@code false} if no executor takes it.
	 */
	private boolean passTo(Executor other) {
		this.state.set(WOKEN);
		return CallExecutor.dispatch(other, this) || !this.state.compareAndSet(WOKEN, RUNNING);
	}

}
