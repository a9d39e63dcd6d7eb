package io.backpressure.channel.benchmarks.scenario;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the JVM knows about processor time and allocation.
 */
final class Meter {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	private static final @Nullable MethodHandle TOTAL_ALLOCATED = totalAllocated();

	private Meter() {
	}

	/** Of all threads, those of the JVM included; in steps of 10 ms. */
	static long processCpuNanos() {
		return SYSTEM.getProcessCpuTime();
	}

	/** Of one platform thread; exact. */
	static long cpuNanos(Thread thread) {
		return THREADS.getThreadCpuTime(thread.getId());
	}

	/** By the current platform thread. */
	static long allocatedByThisThread() {
		return allocatedBy(Thread.currentThread());
	}

	/** By another platform thread. */
	static long allocatedBy(Thread thread) {
		return THREADS.getThreadAllocatedBytes(thread.getId());
	}

	/** By several platform threads. */
	static long allocatedBy(List<Thread> threads) {
		return threads.stream().mapToLong(Meter::allocatedBy).sum();
	}

	/** By the whole process; 0 before Java 21. */
	static long allocatedByAll() {
		if (TOTAL_ALLOCATED == null) {
			return 0;
		}
		try {
			return (long) TOTAL_ALLOCATED.invoke(THREADS);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable MethodHandle totalAllocated() {
		try {
			return MethodHandles.publicLookup()
				.findVirtual(ThreadMXBean.class, "getTotalThreadAllocatedBytes", MethodType.methodType(long.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

}
