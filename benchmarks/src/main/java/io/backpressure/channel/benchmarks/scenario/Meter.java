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
 * Processor time and allocated bytes, as reported by the JVM.
 */
final class Meter {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	private static final @Nullable MethodHandle TOTAL_ALLOCATED = totalAllocated();

	private Meter() {
	}

	/**
	 * Return the processor time of the process, including the threads of the JVM, in
	 * steps of 10 ms.
	 */
	static long processCpuNanos() {
		return SYSTEM.getProcessCpuTime();
	}

	/** Return the exact processor time of a platform thread. */
	static long cpuNanos(Thread thread) {
		return THREADS.getThreadCpuTime(thread.getId());
	}

	/** Return the bytes allocated by the current platform thread. */
	static long allocatedByThisThread() {
		return allocatedBy(Thread.currentThread());
	}

	/** Return the bytes allocated by a platform thread. */
	static long allocatedBy(Thread thread) {
		return THREADS.getThreadAllocatedBytes(thread.getId());
	}

	/** Return the bytes allocated by several platform threads. */
	static long allocatedBy(List<Thread> threads) {
		return threads.stream().mapToLong(Meter::allocatedBy).sum();
	}

	/** Return the bytes allocated by the whole process, or 0 before Java 21. */
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
