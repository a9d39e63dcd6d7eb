package io.backpressure.channel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * When and how to spin, or to yield.
 */
final class Spin {

	/** A yield that takes longer has given a time slice to another thread. */
	private static final int SLICE_NANOS = 1_000_000;

	/** Values kept moving if one did in each such time. */
	private static final int STEP_NANOS = 1_000;

	/** Such a yield bars others for so many times as long as it took. */
	private static final int BARRED = 64;

	/** A core must be left to the threads that the spinning ones wait for. */
	private static final int MAX_SPINNING = Runtime.getRuntime().availableProcessors() - 1;

	private static final AtomicInteger spinning = new AtomicInteger();

	/** When threads may yield again; racy. */
	private static volatile long barredUntil = System.nanoTime();

	private static final @Nullable MethodHandle IS_VIRTUAL = findIsVirtual();

	private Spin() {
	}

	/**
	 * Ask to spin; {@link #end} must follow if that is granted. It is not to more threads
	 * than can spin at once without being in the way.
	 */
	static boolean begin() {
		if (spinning.get() >= MAX_SPINNING) {
			return false;
		}
		if (spinning.incrementAndGet() > MAX_SPINNING) {
			end();
			return false;
		}
		return true;
	}

	static void end() {
		spinning.decrementAndGet();
	}

	/**
	 * Whether a thread may yield. Beside busy processes each yield may cost a time slice,
	 * a thousand times what it is to save: so one that did bars all, and the loss is
	 * small even if it was for nothing. One during which values kept moving bars none:
	 * its slice went to threads that moved them.
	 */
	static boolean mayYield(long now) {
		return now - barredUntil > 0;
	}

	/**
	 * Let another thread have the processor; {@link #gaveWay} should follow.
	 * @return the time when it is back
	 */
	@SuppressWarnings("ThreadPriorityCheck") // that is what it is for
	static long giveWay() {
		Thread.yield();
		return System.nanoTime();
	}

	/** A yield took so long, until now, and so many values were moved meanwhile. */
	static void gaveWay(long nanos, long now, long moved) {
		if (nanos > SLICE_NANOS && moved < nanos / STEP_NANOS) {
			barredUntil = now + BARRED * nanos;
		}
	}

	static void pause(int turns) {
		for (int turn = 0; turn < turns; turn++) {
			Thread.onSpinWait();
		}
	}

	/**
	 * One turn of waiting for another thread that is within a few instructions of its
	 * next step: it runs, or has been preempted there, or is a virtual thread that has
	 * given its carrier away. In the end this thread must park, interrupted or not: a
	 * virtual one that yields is queued before those that wait for a carrier.
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
			boolean interrupted = Thread.interrupted(); // or it would not park
			if (interrupted) {
				LockSupport.parkNanos(1); // takes the permit that an interrupt gives
			}
			LockSupport.parkNanos(Math.min(turn - 79L, 20) * 10_000);
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Whether this is a virtual thread, which should not spin: to park is cheap for it,
	 * and what it waits for may need its carrier.
	 */
	static boolean isVirtual() {
		if (IS_VIRTUAL == null) {
			return false;
		}
		try {
			return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Thread.isVirtual() of Java 21, or null before. */
	private static @Nullable MethodHandle findIsVirtual() {
		try {
			return MethodHandles.publicLookup()
				.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

}
