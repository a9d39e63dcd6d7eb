package io.backpressure.channel.spring.listener;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Registry of the listeners of an application context, by id. All methods may be called
 * from any thread.
 *
 * @since 0.1.0
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
	 * @return the listener; empty if no listener has the id
	 */
	Optional<ListenerContainer> find(String id);

	/**
	 * Return a listener.
	 * @param id the id of the listener
	 * @return the listener
	 * @throws IllegalArgumentException if no listener has the id
	 */
	ListenerContainer get(String id);

	/**
	 * Remove a listener: stop it like {@link ListenerContainer#stop()}, and free its id,
	 * its meters and its other resources. The listener cannot be started again. Values
	 * that the listener has kept for its next start are reported as undelivered. A
	 * listener may remove itself; its resources are then freed when its current call has
	 * ended.
	 * <p>
	 * A listener that was created in code is removed automatically: a stopped one when
	 * its channel is closed, a running one when its channel is closed and drained.
	 * @param id the id of the listener
	 * @return whether there was a listener of that id
	 */
	boolean remove(String id);

}
