package io.backpressure.channel.redis;

import org.jspecify.annotations.Nullable;

/**
 * Description of the exception with which a value has failed, possibly in another JVM. It
 * is the cause of a {@link io.backpressure.channel.spring.listener.FailedValue} that was
 * received from a dead-letter channel on Redis.
 *
 * @since 0.1.0
 */
public final class RemoteFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Class name of the described exception. */
	private final String type;

	/** Message of the described exception, or {@code null} if there is none. */
	private final @Nullable String message;

	/** Printed stack trace of the described exception, including causes. */
	private final String stackTraceText;

	RemoteFailure(String type, @Nullable String message, String stackTraceText) {
		super((message != null) ? type + ": " + message : type, null, false, false);
		this.message = message;
		this.type = type;
		this.stackTraceText = stackTraceText;
	}

	/**
	 * Return the class name of the described exception.
	 * @return the name of a class that may not exist in this JVM
	 */
	public String type() {
		return this.type;
	}

	@Nullable String message() {
		return this.message;
	}

	/**
	 * Return the stack trace of the described exception.
	 * @return the printed stack trace, including causes
	 */
	public String stackTraceText() {
		return this.stackTraceText;
	}

}
