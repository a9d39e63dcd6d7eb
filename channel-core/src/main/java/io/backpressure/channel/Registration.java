package io.backpressure.channel;

/**
 * Registration of an action with a token, or of an action or observer with a channel.
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {

	/**
	 * Take the action back: it will not begin after this returns. One that already runs
	 * on another thread is not waited for. Idempotent.
	 */
	@Override
	void close();

}
