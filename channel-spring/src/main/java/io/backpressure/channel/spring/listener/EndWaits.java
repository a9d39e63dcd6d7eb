package io.backpressure.channel.spring.listener;

import java.util.stream.Stream;

/**
 * Recognizes threads that wait for the end of the JVM, or bring about that of the
 * context. A thread of a listener may be one of them, and the end must not wait for it in
 * turn.
 */
final class EndWaits {

	/*
	 * System.exit runs the close on another thread, and blocks its caller for ever. It
	 * leaves no trace but the stack of the caller, which is read only of threads that are
	 * waiting themselves. A second close of a context returns soon: Spring 7 does not let
	 * it wait for the first.
	 */

	private EndWaits() {
	}

	/**
	 * Return whether a thread waits for the end, as the calling one does that brings it
	 * about.
	 */
	static boolean isWaiting(Thread thread) {
		if (thread == Thread.currentThread()) {
			return true;
		}
		return switch (thread.getState()) {
			case WAITING, BLOCKED -> Stream.of(thread.getStackTrace()).anyMatch(EndWaits::isExit);
			default -> false;
		};
	}

	private static boolean isExit(StackTraceElement frame) {
		return frame.getClassName().equals("java.lang.Shutdown") && frame.getMethodName().equals("exit");
	}

}
