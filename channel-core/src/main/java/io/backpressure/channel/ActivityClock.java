package io.backpressure.channel;

import java.util.Collections;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes when buffers are used by so many calls that these should not read a clock: one
 * daemon thread for all of them looks every 50 milliseconds which indices have moved.
 * <p>
 * A buffer that has been used little for a second is let go, and its calls note the time
 * themselves; without any the thread sleeps. So nothing ticks for channels that are idle
 * or used now and then, and none is kept reachable: programs may make many that live for
 * a moment.
 */
final class ActivityClock {

	static final long TICK_NANOS = 50_000_000;

	private static final Queue<RingWords<?>> joining = new ConcurrentLinkedQueue<>();

	private static final Thread thread = start();

	private ActivityClock() {
	}

	/** Look at a buffer every tick, until its {@link RingWords#tick} ends that. */
	static void watch(RingWords<?> buffer) {
		joining.add(buffer);
		LockSupport.unpark(thread);
	}

	private static Thread start() {
		Thread thread = new Thread(ActivityClock::run, "backpressure-clock");
		thread.setDaemon(true);
		thread.setContextClassLoader(null); // outlives the application that was first
		thread.start();
		return thread;
	}

	private static void run() {
		Set<RingWords<?>> watched = Collections.newSetFromMap(new WeakHashMap<>());
		for (;;) {
			for (RingWords<?> buffer = joining.poll(); buffer != null; buffer = joining.poll()) {
				watched.add(buffer);
			}
			if (watched.isEmpty()) {
				LockSupport.park(ActivityClock.class);
			}
			else {
				watched.removeIf((buffer) -> !buffer.tick());
				LockSupport.parkNanos(ActivityClock.class, TICK_NANOS);
			}
		}
	}

}
