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
	 * Return the default options of all listeners. A default applies if neither the
	 * declaration nor the configuration of a listener sets the option, and if the option
	 * fits the listener: a batch size does not fit a listener of single values.
	 * @return the default options
	 */
	ListenerOptions defaults();

	/**
	 * Return the longest time that a stop waits for the values in flight of a listener.
	 * @return the drain timeout
	 */
	Duration drainTimeout();

}
