package io.backpressure.channel.redis;

import org.jspecify.annotations.Nullable;

/**
 * A channel cannot be opened on Redis. Thrown when an application starts, which it then
 * does not.
 */
public final class RedisTransportException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	/** Sentence that says what is wrong. */
	private final String problem;

	/** Sentence that says what to do about it. */
	private final String remedy;

	/**
	 * Create the exception of a channel that cannot be opened.
	 * @param problem what is wrong
	 * @param remedy what can be done
	 * @param cause why, or {@code null}
	 */
	public RedisTransportException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem + " " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return what is wrong.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what can be done.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
