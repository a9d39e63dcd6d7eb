package io.backpressure.channel.spring.listener;

/**
 * Decides what becomes of a value that a listener could not handle. The only bean of this
 * type is used by all listeners that neither name another nor a dead-letter channel.
 */
@FunctionalInterface
public interface ListenerErrorHandler {

	/**
	 * Handle a failure. Called on the thread of the listener, which goes on with the next
	 * value afterwards; for a batch, once for each of its values. If this throws, or
	 * returns {@code null}, that is logged and the value counts as discarded.
	 * @param failed the value and why it could not be handled
	 * @return what has become of the value
	 * @throws Exception if the value could not be dealt with
	 */
	Outcome handle(FailedValue failed) throws Exception;

	/**
	 * What has become of a value that a listener could not handle.
	 */
	enum Outcome {

		/** The error handler has done what was to be done with it. */
		RECOVERED,

		/** It was sent to a dead-letter channel. */
		DEAD_LETTERED,

		/** It was given up. */
		DISCARDED

	}

}
