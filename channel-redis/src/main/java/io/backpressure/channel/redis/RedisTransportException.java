package io.backpressure.channel.redis;

import org.jspecify.annotations.Nullable;

/**
 * Exception thrown when a channel cannot be opened on Redis. If the application creates
 * the channel while it starts, the startup fails.
 *
 * @since 0.1.0
 */
public final class RedisTransportException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	/** Description of the problem, a sentence. */
	private final String problem;

	/** Action to take, a sentence. */
	private final String remedy;

	/**
	 * Create the exception for a channel that cannot be opened.
	 * @param problem the problem, a sentence
	 * @param remedy the action to take, a sentence
	 * @param cause the cause, or {@code null}
	 */
	public RedisTransportException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem + " " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the problem.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return the action to take.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
