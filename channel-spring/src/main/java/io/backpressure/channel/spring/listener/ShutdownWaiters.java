package io.backpressure.channel.spring.listener;

import java.util.stream.Stream;

/**
 * Shutdown waiters: threads that wait for the end of the JVM, or that close the context.
 * A thread of a listener may be one of them. Waiting for it in turn would be a deadlock.
 */
final class ShutdownWaiters {

	/*
	 * System.exit closes the context on another thread and blocks its caller forever.
	 * This shows only in the stack of the caller; stacks are read only of waiting
	 * threads. A second close of a context returns soon, since Spring 7 does not let it
	 * wait for the first.
	 */

	private ShutdownWaiters() {
	}

	/**
	 * Return whether a thread waits for the end of the JVM. The calling thread counts
	 * too, since it closes the context or stops a listener.
	 */
	static boolean isWaiting(Thread thread) {
		if (thread == Thread.currentThread()) {
			return true;
		}
		return switch (thread.getState()) {
			case WAITING, BLOCKED -> Stream.of(thread.getStackTrace()).anyMatch(ShutdownWaiters::isExit);
			default -> false;
		};
	}

	private static boolean isExit(StackTraceElement frame) {
		return frame.getClassName().equals("java.lang.Shutdown") && frame.getMethodName().equals("exit");
	}

}
