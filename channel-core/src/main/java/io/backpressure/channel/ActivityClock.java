package io.backpressure.channel;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Collections;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes when buffers are used by so many calls that these should not read a clock: one
 * daemon thread for all of them checks every 50 milliseconds which indices have moved.
 * <p>
 * A buffer that has been used little for a second is let go, and its calls note the time
 * themselves; the thread ends when there has been no buffer for another second. So
 * nothing ticks for channels that are idle or used now and then, and none is kept
 * reachable.
 */
final class ActivityClock {

	/*
	 * The thread is only an optimization. Where it cannot be started, or dies, the
	 * buffers are handed back, and their calls note the time. It inherits nothing of the
	 * thread whose call started it, which may belong to an application that is undeployed
	 * while the clock serves others, and an interrupt means nothing to it.
	 */

	static final long TICK_NANOS = 50_000_000;

	/** The thread ends after so many ticks without a buffer. */
	private static final int IDLE_TICKS = 20;

	private static final Queue<RingChannel<?>> joining = new ConcurrentLinkedQueue<>();

	private static final AtomicBoolean running = new AtomicBoolean();

	private final Set<RingChannel<?>> watched = Collections.newSetFromMap(new WeakHashMap<>());

	private ActivityClock() {
	}

	/**
	 * Check a channel every tick, until its {@link RingActivity#tick} ends that.
	 * @return whether there is a clock
	 */
	static boolean watch(RingChannel<?> channel) {
		joining.add(channel);
		return !running.compareAndSet(false, true) || start();
	}

	private static boolean start() {
		boolean started = false;
		try {
			newThread().start();
			started = true;
		}
		catch (Throwable ex) {
			// no thread to be had: do without
		}
		finally {
			if (!started) {
				running.set(false);
				handBack();
			}
		}
		return started;
	}

	/** The privilege is needed for nothing: the thread does not inherit beyond it. */
	@SuppressWarnings({ "removal", "ThreadPriorityCheck" }) // matters before Java 24; the
															// default
	private static Thread newThread() {
		return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
			Thread thread = new Thread(outermostGroup(), new ActivityClock()::run, "backpressure-clock", 0, false);
			thread.setDaemon(true);
			thread.setPriority(Thread.NORM_PRIORITY);
			thread.setContextClassLoader(null);
			return thread;
		});
	}

	private static ThreadGroup outermostGroup() {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		while (group.getParent() != null) {
			group = group.getParent();
		}
		return group;
	}

	private void run() {
		boolean ended = false;
		try {
			for (int idle = 0; idle < IDLE_TICKS || !end(); idle = this.watched.isEmpty() ? idle + 1 : 0) {
				LockSupport.parkNanos(ActivityClock.class, TICK_NANOS);
				Thread.interrupted(); // or it would not park again
				tick();
			}
			ended = true;
		}
		finally {
			if (!ended) {
				running.set(false);
				handBack();
				this.watched.forEach(RingActivity::unwatch);
			}
		}
	}

	private void tick() {
		try {
			for (RingChannel<?> channel = joining.peek(); channel != null; channel = joining.peek()) {
				this.watched.add(channel);
				joining.remove(channel);
			}
			this.watched.removeIf((channel) -> !channel.activity.tick(channel));
		}
		catch (Throwable ex) {
			// out of memory, say: the next tick may fare better
		}
	}

	/**
	 * Whether the thread may end: no buffer has joined meanwhile, or another serves it.
	 */
	private static boolean end() {
		running.set(false);
		return joining.isEmpty() || !running.compareAndSet(false, true);
	}

	private static void handBack() {
		for (RingChannel<?> channel = joining.poll(); channel != null; channel = joining.poll()) {
			RingActivity.unwatch(channel);
		}
	}

}
