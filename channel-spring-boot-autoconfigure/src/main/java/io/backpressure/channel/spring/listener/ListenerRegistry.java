package io.backpressure.channel.spring.listener;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The listeners of an application context by their ids. All methods may be called from
 * any thread.
 */
public final class ListenerRegistry {

	private final Map<String, ListenerContainer> containers = new ConcurrentHashMap<>();

	/**
	 * Return the ids of all listeners.
	 * @return the ids, sorted; a copy
	 */
	public Set<String> ids() {
		return Collections.unmodifiableSet(new TreeSet<>(this.containers.keySet()));
	}

	/**
	 * Return all listeners.
	 * @return the listeners, a live view
	 */
	public Collection<ListenerContainer> containers() {
		return Collections.unmodifiableCollection(this.containers.values());
	}

	/**
	 * Return the listeners of a channel.
	 * @param channelName the name of the channel
	 * @return its listeners; a copy
	 */
	public List<ListenerContainer> ofChannel(String channelName) {
		return this.containers.values()
			.stream()
			.filter((listener) -> listener.channelName().equals(channelName))
			.toList();
	}

	/**
	 * Find a listener.
	 * @param id the id of the listener
	 * @return the listener, or nothing if none has the id
	 */
	public Optional<ListenerContainer> find(String id) {
		return Optional.ofNullable(this.containers.get(id));
	}

	/**
	 * Return a listener.
	 * @param id the id of the listener
	 * @return the listener
	 * @throws IllegalArgumentException if no listener has the id
	 */
	public ListenerContainer get(String id) {
		return find(id).orElseThrow(() -> new IllegalArgumentException(
				"There is no listener '" + id + "'. The listeners are " + ids() + "."));
	}

	/** Add a listener whose id is known to be free. */
	void add(ListenerContainer container) {
		this.containers.put(container.id(), container);
	}

}
