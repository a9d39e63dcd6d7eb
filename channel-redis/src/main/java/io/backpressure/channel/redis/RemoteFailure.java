package io.backpressure.channel.redis;

import org.jspecify.annotations.Nullable;

/**
 * Description of an exception that a listener threw in another JVM: the cause of a
 * {@link io.backpressure.channel.spring.listener.FailedValue} that was received from a
 * dead-letter channel on Redis.
 *
 * @since 0.1.0
 */
public final class RemoteFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Class name of the exception. */
	private final String type;

	/** Message of the exception, or {@code null} if it has none. */
	private final @Nullable String message;

	/** Stack trace as it is printed, causes included. */
	private final String stackTraceText;

	RemoteFailure(String type, @Nullable String message, String stackTraceText) {
		super((message != null) ? type + ": " + message : type, null, false, false);
		this.message = message;
		this.type = type;
		this.stackTraceText = stackTraceText;
	}

	/**
	 * Return the class name of the exception.
	 * @return the name of a class that may not exist in this JVM
	 */
	public String type() {
		return this.type;
	}

	@Nullable String message() {
		return this.message;
	}

	/**
	 * Return the stack trace of the exception.
	 * @return the printed stack trace, including causes
	 */
	public String stackTraceText() {
		return this.stackTraceText;
	}

}
