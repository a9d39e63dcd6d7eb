package io.backpressure.channel.spring.lifecycle;

import java.util.Arrays;
import java.util.Set;

import io.backpressure.channel.BackpressureChannel;
import org.jspecify.annotations.Nullable;

/**
 * Stack of a thread that may be inside a call of a channel.
 */
final class CallStack {

	private static final String CORE = BackpressureChannel.class.getPackageName();

	private final StackTraceElement[] frames;

	private final Set<String> operations;

	private CallStack(StackTraceElement[] frames, Set<String> operations) {
		this.frames = frames;
		this.operations = operations;
	}

	/** Capture the stack of a thread that may be sending. */
	static CallStack ofSend(Thread thread) {
		return new CallStack(thread.getStackTrace(), Set.of("send"));
	}

	/** Capture the stack of a thread that may be receiving. */
	static CallStack ofReceive(Thread thread) {
		return new CallStack(thread.getStackTrace(), Set.of("receive", "receiveBatch", "forEach"));
	}

	/** Return an exception with this stack as its stack trace, for logging. */
	Throwable trace(Thread thread) {
		Throwable trace = new Throwable("Stack of thread '" + thread.getName() + "'");
		trace.setStackTrace(this.frames);
		return trace;
	}

	/**
	 * Return the frame that called the channel, or {@code null} if the thread is in no
	 * call.
	 */
	@Nullable StackTraceElement caller() {
		boolean inCall = false;
		for (StackTraceElement frame : this.frames) {
			boolean channel = isChannel(frame);
			if (inCall && !channel) {
				return frame;
			}
			inCall |= channel && this.operations.contains(frame.getMethodName());
		}
		return null;
	}

	private static boolean isChannel(StackTraceElement frame) {
		String name = frame.getClassName();
		String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
		return packageName.equals(CORE) || packageName.equals(CORE + ".spring.propagation");
	}

	/** Describe the caller, without its class loader and module. */
	String place() {
		StackTraceElement caller = caller();
		return (caller != null) ? caller.getClassName() + "." + caller.getMethodName() + "(" + caller.getFileName()
				+ ":" + caller.getLineNumber() + ")" : "an unknown location";
	}

	/** Return whether the thread is creating a bean or starting a context. */
	boolean isOfStart() {
		return Arrays.stream(this.frames)
			.anyMatch((frame) -> frame.getClassName().startsWith("org.springframework.beans.factory.support.")
					|| frame.getClassName().equals("org.springframework.context.support.AbstractApplicationContext"));
	}

}
