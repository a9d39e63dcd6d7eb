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
	 * Handle a failure. Called on the thread that called the listener, which then
	 * continues with the next value; for a batch, called once for each value. If this
	 * method throws or returns {@code null}, the failure is logged and the value counts
	 * as discarded. If a stop of the listener had interrupted the thread, the value is
	 * kept instead, or given back to a shared channel.
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
