package io.backpressure.channel.spring.listener;

/**
 * Recognizes threads that wait for the end of an application context or of the JVM. A
 * thread of a listener may be one of them, and the end must not wait for it in turn.
 */
final class EndWaits {

	/*
	 * System.exit runs the close on another thread, and blocks its caller for ever. A
	 * second thread that closes a context waits for the lock of the first. Neither leaves
	 * a trace but its stack, which is read only of threads that are waiting themselves.
	 */

	private static final String CONTEXT = "org.springframework.context.support.AbstractApplicationContext";

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
			case WAITING, BLOCKED -> isWaiting(thread.getStackTrace());
			default -> false;
		};
	}

	private static boolean isWaiting(StackTraceElement[] stack) {
		for (int i = 0; i < stack.length; i++) {
			if (isCall(stack[i], "java.lang.Shutdown", "exit")) {
				return true;
			}
			if (i > 0 && isCall(stack[i], CONTEXT, "close")) {
				return isCall(stack[i - 1], "java.util.concurrent.locks.ReentrantLock", "lock");
			}
		}
		return false;
	}

	private static boolean isCall(StackTraceElement frame, String className, String method) {
		return frame.getClassName().equals(className) && frame.getMethodName().equals(method);
	}

}
