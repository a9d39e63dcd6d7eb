package io.backpressure.channel.spring.listener;

import java.time.Duration;

/**
 * Source of listener options that are configured outside the declaration of the listener.
 *
 * @since 0.1.0
 */
public interface ListenerOptionsResolver {

	/**
	 * Return the options that are configured for a listener or for all listeners of its
	 * channel. They take precedence over those of the declaration.
	 * @param listenerId the id of the listener
	 * @param channelName the name of its channel
	 * @return the options; those for the listener take precedence over those for its
	 * channel
	 */
	ListenerOptions configured(String listenerId, String channelName);

	/**
	 * Return the options for every listener whose declaration and configuration do not
	 * set them. They apply as far as they fit the listener: a batch size does not fit a
	 * listener of single values.
	 * @return the default options
	 */
	ListenerOptions defaults();

	/**
	 * Return how long a stop waits for listeners.
	 * @return the drain timeout
	 */
	Duration drainTimeout();

}
