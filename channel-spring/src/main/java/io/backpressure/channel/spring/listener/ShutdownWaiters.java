package io.backpressure.channel.spring.listener;

import java.util.stream.Stream;

/**
 * Shutdown waiters: threads that wait for the end of the JVM, or that close the context.
 * A thread of a listener may be one of them. If the shutdown waited for such a thread,
 * each would wait for the other.
 */
final class ShutdownWaiters {

	/*
	 * System.exit closes the context on another thread and blocks its caller forever.
	 * Only the stack of the caller shows this. Stacks are read only of waiting threads. A
	 * thread that closes a context while another thread closes the same context returns
	 * soon: Spring 7 does not let it wait.
	 */

	private ShutdownWaiters() {
	}

	/**
	 * Return whether a thread waits for the end of the JVM, or is the calling thread,
	 * which closes the context or stops a listener.
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
