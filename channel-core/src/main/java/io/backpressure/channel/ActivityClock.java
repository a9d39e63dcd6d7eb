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
 * Recorder of the times at which busy channels are used, so that their calls need not
 * read the system clock. It also lets the executors of channels drop values that become
 * too old. One daemon thread serves all channels: every 50 milliseconds it checks which
 * of their sides, sending and receiving, have been used.
 * <p>
 * A side of a channel that has had few calls per tick for a second is no longer watched,
 * and its calls record the time themselves. A channel that holds values with a maximum
 * age remains watched. Other idle or rarely used channels need no periodic work. The
 * thread ends after a second without a channel to watch. The clock keeps no channel
 * reachable.
 */
final class ActivityClock {

	/*
	 * No call depends on the thread. If it cannot be started, or dies, its channels are
	 * released. Until a later call starts a new thread, calls record the time, and values
	 * expire only when they are about to be received. The thread inherits nothing from
	 * the thread whose call started it, which may belong to an application that is
	 * undeployed while the clock serves others. It ignores interrupts.
	 */

	static final long TICK_NANOS = 50_000_000;

	/** Number of ticks without a channel after which the thread ends. */
	private static final int IDLE_TICKS = 20;

	private static final Queue<RingChannel<?>> joining = new ConcurrentLinkedQueue<>();

	private static final AtomicBoolean running = new AtomicBoolean();

	private final Set<RingChannel<?>> watched = Collections.newSetFromMap(new WeakHashMap<>());

	private ActivityClock() {
	}

	/**
	 * Watch a channel until its {@link RingActivity#tick} returns {@code false}.
	 * @return whether the clock runs
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
			// no thread available: calls record the time
		}
		finally {
			if (!started) {
				running.set(false);
				releaseJoining();
			}
		}
		return started;
	}

	/**
	 * Create the thread. The privileged block keeps the thread from inheriting the access
	 * control context of the caller.
	 */
	// the privileged block matters before Java 24; the priority is set to the default
	@SuppressWarnings({ "removal", "ThreadPriorityCheck" })
	private static Thread newThread() {
		return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
			Thread thread = new Thread(outermostGroup(), new ActivityClock()::run, "backpressure-clock", 0, false);
			thread.setDaemon(true);
			thread.setPriority(Thread.NORM_PRIORITY);
			thread.setContextClassLoader(null);
			return thread;
		});
	}

	static ThreadGroup outermostGroup() {
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
				Thread.interrupted(); // otherwise the thread would not park again
				tick();
			}
			ended = true;
		}
		finally {
			if (!ended) {
				running.set(false);
				releaseJoining();
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
			// for example out of memory: the next tick may succeed
		}
	}

	/**
	 * Clear the flag {@code running}, and return whether the thread may end. It may if no
	 * channel has joined meanwhile, or if another thread has set the flag and serves the
	 * channels that have joined.
	 */
	private static boolean end() {
		running.set(false);
		return joining.isEmpty() || !running.compareAndSet(false, true);
	}

	private static void releaseJoining() {
		for (RingChannel<?> channel = joining.poll(); channel != null; channel = joining.poll()) {
			RingActivity.unwatch(channel);
		}
	}

}
