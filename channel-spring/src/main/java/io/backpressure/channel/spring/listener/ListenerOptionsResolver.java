package io.backpressure.channel.spring.listener;

import java.time.Duration;

/**
 * Options of listeners that are configured apart from their declarations.
 */
public interface ListenerOptionsResolver {

	/**
	 * Return the options that are configured for a listener or for all listeners of its
	 * channel. They take precedence over those that the listener is declared with.
	 * @param listenerId the id of the listener
	 * @param channelName the name of its channel
	 * @return the options, those for the listener itself first
	 */
	ListenerOptions configured(String listenerId, String channelName);

	/**
	 * Return the options that apply to every listener whose declaration and configuration
	 * leave them open, as far as they fit the listener: a batch size does not fit one
	 * that takes single values.
	 * @return the default options
	 */
	ListenerOptions defaults();

	/**
	 * Return how long a stop waits for listeners.
	 * @return the drain timeout
	 */
	Duration drainTimeout();

}
