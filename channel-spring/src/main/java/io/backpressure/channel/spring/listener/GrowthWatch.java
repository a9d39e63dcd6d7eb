package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.spring.support.TimeSource;

/**
 * Periodic check of whether listeners should get further threads. A daemon thread runs it
 * while there is a running listener that may grow. If a test moves the time of the
 * {@link TimeSource}, each move runs the check too.
 */
final class GrowthWatch {

	private static final long INTERVAL = Duration.ofMillis(100).toNanos();

	private final Set<ListenerThreads> listeners = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by the lock. */
	private boolean running;

	/** Held during a check, so that one thread at a time checks the listeners. */
	private final ReentrantLock checking = new ReentrantLock();

	GrowthWatch(TimeSource time) {
		time.onMove(this::check);
	}

	/**
	 * Check a listener from now on, for as long as it may grow. Throws if the daemon
	 * thread cannot be started; the next call of this method then tries again.
	 */
	void add(ListenerThreads listener) {
		this.listeners.add(listener);
		this.lock.lock();
		try {
			if (!this.running) {
				Thread thread = new Thread(null, this::run, "backpressure-growth", 0, false);
				thread.setDaemon(true);
				thread.setContextClassLoader(null);
				thread.start();
				this.running = true;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		while (!isDone()) {
			LockSupport.parkNanos(INTERVAL);
			Thread.interrupted();
			check();
		}
	}

	private void check() {
		this.checking.lock();
		try {
			this.listeners.forEach(this::check);
		}
		finally {
			this.checking.unlock();
		}
	}

	private void check(ListenerThreads listener) {
		if (!listener.grow()) {
			this.listeners.remove(listener);
			if (listener.mayGrow()) { // the listener has been started again
				this.listeners.add(listener);
			}
		}
	}

	private boolean isDone() {
		this.lock.lock();
		try {
			this.running = !this.listeners.isEmpty();
			return !this.running;
		}
		finally {
			this.lock.unlock();
		}
	}

}
