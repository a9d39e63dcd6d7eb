package io.backpressure.channel.benchmarks.scenario;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * Kind of threads, with a count of the bytes that they have allocated.
 *
 * @param factory creates daemon threads, not started
 * @param allocated returns the bytes that the threads have allocated so far
 */
record Threads(ThreadFactory factory, LongSupplier allocated) {

	static Threads platform() {
		List<Thread> all = new CopyOnWriteArrayList<>();
		ThreadFactory factory = (task) -> {
			Thread thread = new Thread(task);
			thread.setDaemon(true);
			all.add(thread);
			return thread;
		};
		return new Threads(factory, () -> Meter.allocatedBy(all));
	}

	/**
	 * Return virtual threads. The allocation of a single virtual thread is not known, so
	 * the number covers the whole process, including what the JDK allocates to schedule
	 * virtual threads.
	 */
	static Threads virtual() {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return new Threads(factory(builder), Meter::allocatedByAll);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Virtual threads need Java 21", ex);
		}
	}

	/** Return virtual threads on a scheduler that allocates nothing. */
	static Threads carried() {
		GarbageFreeScheduler scheduler = new GarbageFreeScheduler();
		try {
			return new Threads(factory(scheduler.newBuilder()), scheduler::allocated);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("This JDK does not support other schedulers of virtual threads", ex);
		}
	}

	private static ThreadFactory factory(Object builder) throws ReflectiveOperationException {
		return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
	}

}
