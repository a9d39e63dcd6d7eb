package io.backpressure.channel.benchmarks.scenario;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jctools.queues.MpmcArrayQueue;

/**
 * Scheduler that runs virtual threads on one platform thread per processor, their
 * carriers, without allocating anything. The scheduler of the JDK creates a task each
 * time a virtual thread continues after a wait or a yield. With this scheduler, all
 * allocations of its platform threads come from the virtual threads and from their
 * stacks. The JDK moves these stacks to the heap during a wait, and keeps them there once
 * they are large enough.
 * <p>
 * The JDK has no public API to set a scheduler. This class uses the internal one that
 * exists for the tests of the JDK.
 */
final class GarbageFreeScheduler implements Executor {

	private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

	private static final int MAX_READY = 1 << 13;

	/** Number of polls for a ready thread before a carrier parks. */
	private static final int POLLS = 1_000;

	private final Queue<Runnable> ready = new MpmcArrayQueue<>(MAX_READY);

	private final Thread[] carriers = new Thread[Runtime.getRuntime().availableProcessors()];

	/** Number of carriers that are parked or about to park. */
	private final AtomicInteger idle = new AtomicInteger();

	GarbageFreeScheduler() {
		for (int i = 0; i < this.carriers.length; i++) {
			this.carriers[i] = new Thread(this::carry, "carrier-" + i);
			this.carriers[i].setDaemon(true);
			this.carriers[i].start();
		}
	}

	/**
	 * Return whether this JDK permits setting a scheduler of virtual threads, provided
	 * that {@code java.lang} is opened.
	 */
	static boolean isSupported() {
		try {
			return constructor() != null;
		}
		catch (ReflectiveOperationException ex) {
			return false;
		}
	}

	private static Constructor<?> constructor() throws ReflectiveOperationException {
		return Class.forName(BUILDER).getDeclaredConstructor(Executor.class);
	}

	/** Return a {@code Thread.Builder.OfVirtual} of threads on this scheduler. */
	Object newBuilder() throws ReflectiveOperationException {
		Constructor<?> constructor = constructor();
		constructor.setAccessible(true);
		return constructor.newInstance(this);
	}

	/**
	 * Return the bytes allocated by the platform threads, and so by all virtual threads
	 * on them.
	 */
	long allocated() {
		return Meter.allocatedBy(List.of(this.carriers));
	}

	/** Called when a virtual thread is ready to continue. */
	@Override
	public void execute(Runnable thread) {
		if (!this.ready.offer(thread)) {
			throw new IllegalStateException("More than " + MAX_READY + " virtual threads are ready");
		}
		if (this.idle.getAndAdd(0) != 0) { // ordered after the offer, unlike a read
			for (Thread carrier : this.carriers) {
				LockSupport.unpark(carrier);
			}
		}
	}

	private void carry() {
		for (int polls = 0;; polls++) {
			Runnable next = this.ready.poll();
			if (next != null) {
				next.run();
				polls = 0;
			}
			else if (polls < POLLS) {
				Thread.onSpinWait();
			}
			else {
				parkUnlessReady();
				polls = 0;
			}
		}
	}

	private void parkUnlessReady() {
		this.idle.getAndIncrement();
		if (this.ready.isEmpty()) {
			LockSupport.park(this);
		}
		this.idle.getAndDecrement();
	}

}
