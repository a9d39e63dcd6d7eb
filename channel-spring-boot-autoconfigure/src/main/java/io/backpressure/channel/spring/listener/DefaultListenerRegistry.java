package io.backpressure.channel.spring.listener;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.DisposableBean;

/**
 * The listeners of an application context, kept in memory.
 */
public final class DefaultListenerRegistry implements ListenerRegistry, DisposableBean {

	private final Map<String, ListenerContainer> containers = new ConcurrentHashMap<>();

	@Override
	public Set<String> ids() {
		return Collections.unmodifiableSet(new TreeSet<>(this.containers.keySet()));
	}

	@Override
	public Collection<ListenerContainer> containers() {
		return Collections.unmodifiableCollection(this.containers.values());
	}

	@Override
	public List<ListenerContainer> ofChannel(String channelName) {
		return this.containers.values()
			.stream()
			.filter((listener) -> listener.channelName().equals(channelName))
			.toList();
	}

	@Override
	public Optional<ListenerContainer> find(String id) {
		return Optional.ofNullable(this.containers.get(id));
	}

	@Override
	public ListenerContainer get(String id) {
		return find(id).orElseThrow(() -> new IllegalArgumentException(
				"There is no listener '" + id + "'. The listeners are " + ids() + "."));
	}

	/** Add a listener whose id is known to be free. */
	void add(ListenerContainer container) {
		this.containers.put(container.id(), container);
	}

	/**
	 * Free what is kept for the listeners, which have stopped.
	 */
	@Override
	public void destroy() {
		this.containers.values().forEach(ListenerContainer::removed);
	}

}
