package io.backpressure.channel;

/**
 * Registration of an action with a token, or of an action or observer with a channel.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {

	/**
	 * Remove the action or observer. An action does not start after this method returns;
	 * one that already runs on another thread is not awaited. Operations under way may
	 * still call the observer. Idempotent.
	 */
	@Override
	void close();

}
