package io.backpressure.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Thread that makes one call. A test can wait until the call waits, and for its result.
 *
 * @param <T> the type of the result
 */
final class TestThread<T> {

	private final FutureTask<T> task;

	private final Thread thread;

	private TestThread(ThreadKind kind, Callable<T> call) {
		this.task = new FutureTask<>(call);
		this.thread = kind.start(this.task);
	}

	static <T> TestThread<T> call(Callable<T> call) {
		return new TestThread<>(ThreadKind.PLATFORM, call);
	}

	static <T> TestThread<T> call(ThreadKind kind, Callable<T> call) {
		return new TestThread<>(kind, call);
	}

	static TestThread<Void> run(Action action) {
		return run(ThreadKind.PLATFORM, action);
	}

	static TestThread<Void> run(ThreadKind kind, Action action) {
		return call(kind, () -> {
			action.run();
			return null;
		});
	}

	/** Start several threads, each with the action for its number, from 0. */
	static List<TestThread<Void>> runEach(int count, IntFunction<Action> actions) {
		List<TestThread<Void>> threads = new ArrayList<>();
		for (int index = 0; index < count; index++) {
			threads.add(run(actions.apply(index)));
		}
		return threads;
	}

	static void joinAll(List<? extends TestThread<?>> threads) throws InterruptedException {
		for (TestThread<?> thread : threads) {
			thread.result();
		}
	}

	/**
	 * Wait until the thread is parked, with or without a timeout, in a wait of the
	 * channel. If the call ends instead, the test fails. Checks the stack, since a thread
	 * may also be parked elsewhere, in a call to a buffer outside the JVM.
	 */
	TestThread<T> awaitParked() {
		Poll.until(() -> (isInWait() && isParked()) || rejectEnded());
		return this;
	}

	private boolean isInWait() {
		return Arrays.stream(this.thread.getStackTrace())
			.map(StackTraceElement::getMethodName)
			.anyMatch(Set.of("awaitRoom", "awaitValue", "awaitDrained")::contains);
	}

	private boolean isParked() {
		Thread.State state = this.thread.getState();
		return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
	}

	private boolean rejectEnded() {
		if (this.task.isDone()) {
			throw new AssertionError("did not wait: " + outcome());
		}
		return false;
	}

	private Object outcome() {
		try {
			return "returned " + this.task.get();
		}
		catch (InterruptedException | ExecutionException ex) {
			return ex;
		}
	}

	TestThread<T> interrupt() {
		this.thread.interrupt();
		return this;
	}

	Thread thread() {
		return this.thread;
	}

	boolean isDone() {
		return this.task.isDone();
	}

	/** Wait for the result. An exception of the call fails the test. */
	T result() throws InterruptedException {
		try {
			return this.task.get(2, TimeUnit.MINUTES);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("the call failed", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new AssertionError("the call did not end: " + this.thread.getState(), ex);
		}
	}

	/** Wait for the exception of the call. A call that returns fails the test. */
	Throwable failure() throws InterruptedException {
		try {
			throw new AssertionError("did not fail but returned " + this.task.get(2, TimeUnit.MINUTES));
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (TimeoutException ex) {
			throw new AssertionError("the call did not end: " + this.thread.getState(), ex);
		}
	}

	/** Action of a thread. */
	@FunctionalInterface
	interface Action {

		void run() throws Exception;

	}

}
