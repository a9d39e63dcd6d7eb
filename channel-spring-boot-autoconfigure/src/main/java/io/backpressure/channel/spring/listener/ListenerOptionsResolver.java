package io.backpressure.channel.spring.listener;

import java.time.Duration;

/**
 * Adds to the options that a listener is declared with those that are configured for it.
 */
public interface ListenerOptionsResolver {

	/**
	 * Return the options of a listener: those configured for it or for its channel, then
	 * those it is declared with, then the configured defaults.
	 * @param listenerId the id of the listener
	 * @param channelName the name of its channel
	 * @param declared what its declaration sets
	 * @return what applies
	 */
	ListenerOptions resolve(String listenerId, String channelName, ListenerOptions declared);

	/**
	 * Return how long a stop waits for listeners.
	 * @return the drain timeout
	 */
	Duration drainTimeout();

}
