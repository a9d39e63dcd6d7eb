package io.backpressure.channel.benchmarks.scenario;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.jctools.queues.MpmcArrayQueue;

/**
 * Runs virtual threads, on as many platform threads as there are processors, without
 * allocating anything. The scheduler of the JDK makes a task of 24 bytes each time a
 * virtual thread goes on after a wait or a yield, for whatever it waited; with this one,
 * all that its platform threads are seen to allocate is from what the virtual threads do,
 * and from their stacks, which the JDK moves to the heap while they wait and keeps there
 * once they are large enough.
 * <p>
 * The JDK has no public way to set a scheduler: this takes the one of its own tests.
 */
final class GarbageFreeScheduler implements Executor {

	private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

	private static final int MAX_READY = 1 << 13;

	/** Looks for a thread that is ready, before a carrier parks. */
	private static final int LOOKS = 1_000;

	private final Queue<Runnable> ready = new MpmcArrayQueue<>(MAX_READY);

	private final Thread[] carriers = new Thread[Runtime.getRuntime().availableProcessors()];

	/** How many carriers are parked, or about to. */
	private final AtomicInteger idle = new AtomicInteger();

	GarbageFreeScheduler() {
		for (int i = 0; i < this.carriers.length; i++) {
			this.carriers[i] = new Thread(this::carry, "carrier-" + i);
			this.carriers[i].setDaemon(true);
			this.carriers[i].start();
		}
	}

	/** Whether this JDK lets virtual threads have a scheduler, if it is opened. */
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

	/** A {@code Thread.Builder.OfVirtual} of threads that this runs. */
	Object newBuilder() throws ReflectiveOperationException {
		Constructor<?> constructor = constructor();
		constructor.setAccessible(true);
		return constructor.newInstance(this);
	}

	/** Bytes that the platform threads have allocated, and so all that they carried. */
	long allocated() {
		return Meter.allocatedBy(List.of(this.carriers));
	}

	/** A virtual thread is ready to go on. */
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
		for (int looks = 0;; looks++) {
			Runnable next = this.ready.poll();
			if (next != null) {
				next.run();
				looks = 0;
			}
			else if (looks < LOOKS) {
				Thread.onSpinWait();
			}
			else {
				parkUnlessReady();
				looks = 0;
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
