package io.backpressure.channel.spring.lifecycle;

import java.util.Arrays;

import io.backpressure.channel.BackpressureChannel;
import org.jspecify.annotations.Nullable;

/**
 * The stack of a thread that may be in a send.
 */
final class SendStack {

	private static final String CORE = BackpressureChannel.class.getPackageName();

	private final StackTraceElement[] frames;

	SendStack(StackTraceElement[] frames) {
		this.frames = frames;
	}

	StackTraceElement[] frames() {
		return this.frames;
	}

	/** Return the caller of the send, or {@code null} if the thread is in none. */
	@Nullable StackTraceElement caller() {
		boolean inSend = false;
		for (StackTraceElement frame : this.frames) {
			boolean channel = isChannel(frame);
			if (inSend && !channel) {
				return frame;
			}
			inSend |= channel && frame.getMethodName().equals("send");
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
				+ ":" + caller.getLineNumber() + ")" : "an unknown place";
	}

	/** Return whether the thread is creating a bean or starting a context. */
	boolean isOfStart() {
		return Arrays.stream(this.frames)
			.anyMatch((frame) -> frame.getClassName().startsWith("org.springframework.beans.factory.support.")
					|| frame.getClassName().equals("org.springframework.context.support.AbstractApplicationContext"));
	}

}
