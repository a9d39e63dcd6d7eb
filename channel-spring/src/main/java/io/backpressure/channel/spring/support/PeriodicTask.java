package io.backpressure.channel.spring.support;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * A task that a daemon thread of its own repeats between start and stop, as often as an
 * application context is paused and started again. All methods may be called from any
 * thread.
 */
public final class PeriodicTask {

	private final Runnable task;

	private final Duration interval;

	private final String threadNamePrefix;

	private final ReentrantLock lifecycle = new ReentrantLock();

	/** Written under the lifecycle lock. */
	private volatile @Nullable ThreadPoolTaskScheduler scheduler;

	/**
	 * Create a task that does not run yet.
	 * @param threadNamePrefix what the name of the thread begins with
	 * @param interval the time from the end of one run to the beginning of the next, and
	 * before the first
	 * @param task what to do; what it throws is logged, and it runs again
	 */
	public PeriodicTask(String threadNamePrefix, Duration interval, Runnable task) {
		this.threadNamePrefix = threadNamePrefix;
		this.interval = interval;
		this.task = task;
	}

	/**
	 * Start; nothing happens if it runs.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // ends with its scheduler
	public void start() {
		this.lifecycle.lock();
		try {
			if (this.scheduler == null) {
				ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
				scheduler.setThreadNamePrefix(this.threadNamePrefix);
				scheduler.setDaemon(true);
				// a run is not interrupted
				scheduler.setWaitForTasksToCompleteOnShutdown(true);
				scheduler.initialize();
				scheduler.scheduleWithFixedDelay(this.task, scheduler.getClock().instant().plus(this.interval),
						this.interval);
				this.scheduler = scheduler;
			}
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	/**
	 * Stop, without waiting for a run that has begun.
	 * @return whether it ran
	 */
	public boolean stop() {
		this.lifecycle.lock();
		try {
			ThreadPoolTaskScheduler scheduler = this.scheduler;
			if (scheduler != null) {
				scheduler.shutdown();
				this.scheduler = null;
			}
			return scheduler != null;
		}
		finally {
			this.lifecycle.unlock();
		}
	}

	/**
	 * Return whether it has been started and not stopped.
	 * @return whether it runs
	 */
	public boolean isRunning() {
		return this.scheduler != null;
	}

}
