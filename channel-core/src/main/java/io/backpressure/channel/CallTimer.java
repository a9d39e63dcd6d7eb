package io.backpressure.channel;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Timer for the limits of all asynchronous calls. Its only thread is a daemon, and
 * inherits nothing from the thread whose call started it. The thread ends after some
 * seconds in which no call with a limit has waited.
 */
final class CallTimer {

	private static final int IDLE_SECONDS = 5;

	private static final ScheduledThreadPoolExecutor executor = create();

	private CallTimer() {
	}

	private static ScheduledThreadPoolExecutor create() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, CallTimer::newThread);
		timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		timer.allowCoreThreadTimeOut(true);
		timer.setRemoveOnCancelPolicy(true);
		return timer;
	}

	/** Run a brief task after a delay. */
	static Future<?> schedule(Runnable task, long nanos) {
		try {
			return executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
		}
		catch (Throwable ex) { // no thread available
			return CompletableFuture.runAsync(task,
					CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, CallExecutor.DEFAULT));
		}
	}

	/** Create the thread, see {@link ActivityClock}. */
	@SuppressWarnings({ "removal", "ThreadPriorityCheck" })
	private static Thread newThread(Runnable task) {
		return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
			Thread thread = new Thread(ActivityClock.outermostGroup(), task, "backpressure-timer", 0, false);
			thread.setDaemon(true);
			thread.setPriority(Thread.NORM_PRIORITY);
			thread.setContextClassLoader(null);
			return thread;
		});
	}

}
