package io.backpressure.channel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * When and how to spin.
 */
final class Spin {

	/** What a wait that never pays to spin may still cost, to notice when it would. */
	static final int MIN_NANOS = 250;

	static final int START_NANOS = 4_000;

	/** About what a park and an unpark cost together. */
	static final int MAX_NANOS = 32_000;

	private static final boolean ONE_PROCESSOR = Runtime.getRuntime().availableProcessors() == 1;

	private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

	private Spin() {
	}

	/**
	 * Whether this thread may spin: not a virtual one, since parking it is cheap and the
	 * thread it waits for may need its carrier, and not where there is nobody to wait
	 * for.
	 */
	static boolean isAllowed() {
		return !ONE_PROCESSOR && !isVirtual(Thread.currentThread());
	}

	/**
	 * One turn of waiting for another thread that is within a few instructions of its
	 * next step: it runs, or has been preempted there.
	 */
	@SuppressWarnings("ThreadPriorityCheck") // it is the other thread's turn
	static void backOff(int turn) {
		if (turn < 64) {
			Thread.onSpinWait();
		}
		else if (turn < 80) {
			Thread.yield();
		}
		else {
			LockSupport.parkNanos(Math.min(turn - 79L, 20) * 10_000);
		}
	}

	@SuppressWarnings("NullAway") // a constant for the compiler
	private static boolean isVirtual(Thread thread) {
		if (IS_VIRTUAL == null) {
			return false;
		}
		try {
			return (boolean) IS_VIRTUAL.invokeExact(thread);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Thread.isVirtual() of Java 21, or null before. */
	private static @Nullable MethodHandle isVirtual() {
		try {
			return MethodHandles.publicLookup()
				.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

}
