package io.backpressure.channel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Primitives for spinning and yielding, with limits that apply to all channels together.
 */
final class Spin {

	/** Duration of a yield above which another thread has used a time slice. */
	private static final int SLICE_NANOS = 1_000_000;

	/** Values keep moving if at least one moves per period of this length. */
	private static final int STEP_NANOS = 1_000;

	/** Factor by which a ban on yielding is longer than the yield that caused it. */
	private static final int BAN_FACTOR = 64;

	/**
	 * Largest number of spinning threads: one core is left to the threads they wait for.
	 */
	private static final int MAX_SPINNING = Runtime.getRuntime().availableProcessors() - 1;

	private static final AtomicInteger spinning = new AtomicInteger();

	/** Time from which threads may yield again; racy. */
	private static volatile long noYieldBefore = System.nanoTime();

	private static final @Nullable MethodHandle IS_VIRTUAL = findIsVirtual();

	private Spin() {
	}

	/**
	 * Request permission to spin. If this method grants it, {@link #end} must follow.
	 * Permission is denied while the maximum number of threads is spinning.
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
	 * Return whether a thread may yield. Next to busy processes a yield may cost a time
	 * slice, which is far more than it can save. So such a yield bans all yields for a
	 * while; the loss is small even if the ban is unjustified. A yield during which
	 * values kept moving causes no ban, since its slice went to the threads that moved
	 * them.
	 */
	static boolean mayYield(long now) {
		return now - noYieldBefore > 0;
	}

	/**
	 * Yield the processor to another thread; {@link #recordYield} should follow.
	 * @return the time after the yield
	 */
	@SuppressWarnings("ThreadPriorityCheck") // yields on purpose
	static long yieldProcessor() {
		Thread.yield();
		return System.nanoTime();
	}

	/**
	 * Record a yield that took {@code nanos} until {@code now}, and the number of values
	 * that were moved meanwhile.
	 */
	static void recordYield(long nanos, long now, long moved) {
		if (nanos > SLICE_NANOS && moved < nanos / STEP_NANOS) {
			noYieldBefore = now + BAN_FACTOR * nanos;
		}
	}

	static void pause(int turns) {
		for (int turn = 0; turn < turns; turn++) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Pause for one turn of a loop that waits for the next step of another thread. That
	 * step is only a few instructions away, unless the other thread was preempted or is a
	 * virtual thread that has lost its carrier. So this thread must park eventually, even
	 * if it is interrupted: a virtual thread that only yields may be queued ahead of
	 * those that wait for a carrier.
	 */
	@SuppressWarnings("ThreadPriorityCheck") // yields on purpose
	static void backOff(int turn) {
		if (turn < 64) {
			Thread.onSpinWait();
		}
		else if (turn < 80) {
			Thread.yield();
		}
		else {
			boolean interrupted = Thread.interrupted(); // or parking would return at once
			if (interrupted) {
				LockSupport.parkNanos(1); // consumes the permit of the interrupt
			}
			LockSupport.parkNanos(Math.min(turn - 79L, 20) * 10_000);
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Return whether the current thread is virtual. A virtual thread should not spin:
	 * parking is cheap for it, and the thread that it waits for may need its carrier.
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

	/** Return Thread.isVirtual() of Java 21, or null on older releases. */
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
