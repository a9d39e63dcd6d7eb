package io.backpressure.channel.benchmarks.scenario;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jctools.queues.MpmcArrayQueue;

/**
 * Scheduler of virtual threads that does not allocate anything. The carriers of these
 * threads are platform threads, one per processor. The scheduler of the JDK creates a
 * task each time a virtual thread continues after a wait or a yield. With this scheduler,
 * all allocations of the carriers come from the virtual threads and from their stacks.
 * During a wait, the JDK moves the stack of a virtual thread to the heap. Later waits use
 * the same memory if it is large enough.
 * <p>
 * The JDK has no public API to set a scheduler. This class uses the internal API that
 * exists for the tests of the JDK.
 */
final class GarbageFreeScheduler implements Executor {

	private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

	private static final int MAX_READY = 1 << 13;

	/** Number of unsuccessful polls for a ready thread before a carrier parks. */
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
	 * Return whether this JDK has the internal API. A caller of this API must also open
	 * {@code java.lang}.
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

	/** Return a {@code Thread.Builder.OfVirtual} for threads on this scheduler. */
	Object newBuilder() throws ReflectiveOperationException {
		Constructor<?> constructor = constructor();
		constructor.setAccessible(true);
		return constructor.newInstance(this);
	}

	/**
	 * Return the bytes allocated by the carriers, including the allocations of the
	 * virtual threads on them.
	 */
	long allocated() {
		return Meter.allocatedBy(List.of(this.carriers));
	}

	/** Called when a virtual thread is ready to start or to continue. */
	@Override
	public void execute(Runnable thread) {
		if (!this.ready.offer(thread)) {
			throw new IllegalStateException("More than " + MAX_READY + " virtual threads are ready");
		}
		if (this.idle.getAndAdd(0) != 0) { // a read could precede the offer
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
