package io.backpressure.channel.spring.listener;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The listeners of an application context by their ids. All methods may be called from
 * any thread.
 */
public interface ListenerRegistry {

	/**
	 * Return the ids of all listeners.
	 * @return the ids, sorted; a copy
	 */
	Set<String> ids();

	/**
	 * Return all listeners.
	 * @return the listeners, a live view
	 */
	Collection<ListenerContainer> containers();

	/**
	 * Return the listeners of a channel.
	 * @param channelName the name of the channel
	 * @return its listeners; a copy
	 */
	List<ListenerContainer> ofChannel(String channelName);

	/**
	 * Find a listener.
	 * @param id the id of the listener
	 * @return the listener, or nothing if none has the id
	 */
	Optional<ListenerContainer> find(String id);

	/**
	 * Return a listener.
	 * @param id the id of the listener
	 * @return the listener
	 * @throws IllegalArgumentException if no listener has the id
	 */
	ListenerContainer get(String id);

}
