package io.backpressure.channel.spring.lifecycle;

import java.util.Arrays;

import io.backpressure.channel.BackpressureChannel;
import org.jspecify.annotations.Nullable;

/**
 * Stack of a thread that may be inside a call of a channel.
 */
final class CallStack {

	private static final String CORE = BackpressureChannel.class.getPackageName();

	private final StackTraceElement[] frames;

	private @Nullable Operation operation;

	private @Nullable StackTraceElement caller;

	private CallStack(StackTraceElement[] frames) {
		this.frames = frames;
		for (StackTraceElement frame : frames) {
			if (isChannel(frame)) {
				this.operation = Operation.of(frame.getMethodName(), this.operation);
			}
			else if (this.operation != null) {
				this.caller = frame;
				return;
			}
		}
	}

	/** Capture the stack of a thread. */
	static CallStack of(Thread thread) {
		return new CallStack(thread.getStackTrace());
	}

	private static boolean isChannel(StackTraceElement frame) {
		String name = frame.getClassName();
		String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
		return packageName.equals(CORE) || packageName.equals(CORE + ".spring.propagation");
	}

	/** Return whether the thread is in a call of the given operation. */
	boolean isIn(Operation operation) {
		return this.caller != null && this.operation == operation;
	}

	/** Return an exception with this stack as its stack trace, for logging. */
	Throwable trace(Thread thread) {
		Throwable trace = new Throwable("Stack of thread '" + thread.getName() + "'");
		trace.setStackTrace(this.frames);
		return trace;
	}

	/**
	 * Describe the frame that called the channel, without its class loader and module.
	 */
	String place() {
		StackTraceElement caller = this.caller;
		return (caller != null) ? caller.getClassName() + "." + caller.getMethodName() + "(" + caller.getFileName()
				+ ":" + caller.getLineNumber() + ")" : "an unknown location";
	}

	/** Return whether the thread is creating a bean or starting a context. */
	boolean isOfStart() {
		return Arrays.stream(this.frames)
			.anyMatch((frame) -> frame.getClassName().startsWith("org.springframework.beans.factory.support.")
					|| frame.getClassName().equals("org.springframework.context.support.AbstractApplicationContext"));
	}

	/**
	 * Operation of a channel that may wait.
	 */
	enum Operation {

		/** Waits for room. */
		SEND,

		/** Waits for a value. */
		RECEIVE,

		/** Waits until all values have been received from a closed channel. */
		DRAIN;

		/**
		 * Return the operation that a method performs; if it performs none, the operation
		 * found so far.
		 */
		private static @Nullable Operation of(String method, @Nullable Operation otherwise) {
			return switch (method) {
				case "send", "trySend" -> SEND;
				case "receive", "tryReceive", "receiveBatch", "forEach" -> RECEIVE;
				case "awaitDrained" -> DRAIN;
				default -> otherwise;
			};
		}

	}

}
