package io.backpressure.channel.spring.support;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Task that runs periodically on a dedicated daemon thread between start and stop. The
 * task can be stopped and started again any number of times, as when an application
 * context is paused and resumed. All methods may be called from any thread.
 *
 * @since 0.1.0
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
	 * @param threadNamePrefix the prefix of the thread name
	 * @param interval the delay before the first run, and from the end of one run to the
	 * start of the next
	 * @param task the task; an exception is logged, and the task runs again
	 */
	public PeriodicTask(String threadNamePrefix, Duration interval, Runnable task) {
		this.threadNamePrefix = threadNamePrefix;
		this.interval = interval;
		this.task = task;
	}

	/**
	 * Start the task; has no effect if it is running.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // ends with its scheduler
	public void start() {
		this.lifecycle.lock();
		try {
			if (this.scheduler == null) {
				ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
				scheduler.setThreadNamePrefix(this.threadNamePrefix);
				scheduler.setDaemon(true);
				// do not interrupt a run
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
	 * Stop the task without waiting for a run in progress.
	 * @return whether the task was started
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
	 * Return whether the task has been started and not stopped.
	 * @return whether the task is started
	 */
	public boolean isRunning() {
		return this.scheduler != null;
	}

}
