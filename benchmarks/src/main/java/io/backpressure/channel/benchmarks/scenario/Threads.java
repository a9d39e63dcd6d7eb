package io.backpressure.channel.benchmarks.scenario;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * What makes threads, and knows how many bytes these have allocated.
 *
 * @param factory makes daemon threads, not started
 * @param allocated bytes that they have allocated so far
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
	 * Virtual threads. What each allocates is not known, so this is what all threads do,
	 * and with that what the JDK needs to schedule them.
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

	/** Virtual threads on a scheduler that allocates nothing. */
	static Threads carried() {
		GarbageFreeScheduler scheduler = new GarbageFreeScheduler();
		try {
			return new Threads(factory(scheduler.newBuilder()), scheduler::allocated);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("This JDK lets virtual threads have no other scheduler", ex);
		}
	}

	private static ThreadFactory factory(Object builder) throws ReflectiveOperationException {
		return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
	}

}
