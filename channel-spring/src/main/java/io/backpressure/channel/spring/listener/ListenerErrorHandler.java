package io.backpressure.channel.spring.listener;

/**
 * Strategy for a value that a listener could not handle. If there is a single bean of
 * this type, or a primary one, it is used by all listeners that name neither an error
 * handler nor a dead-letter channel.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ListenerErrorHandler {

	/**
	 * Handle a failure. Called on the thread of the listener, which then continues with
	 * the next value; for a batch, called once for each value. If this method throws or
	 * returns {@code null}, that is logged and the value counts as discarded, unless a
	 * stop has interrupted the thread: the value is then kept.
	 * @param failed the value and the cause of the failure
	 * @return the outcome for the value
	 * @throws Exception if the failure could not be handled
	 */
	Outcome handle(FailedValue failed) throws Exception;

	/**
	 * Outcome for a value that a listener could not handle.
	 */
	enum Outcome {

		/** The error handler has handled the value. */
		RECOVERED,

		/** The value was sent to a dead-letter channel. */
		DEAD_LETTERED,

		/** The value was discarded. */
		DISCARDED

	}

}
