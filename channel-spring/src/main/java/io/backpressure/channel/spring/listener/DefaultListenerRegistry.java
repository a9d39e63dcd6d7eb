package io.backpressure.channel.spring.listener;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * In-memory registry of the listeners of an application context.
 *
 * @since 0.1.0
 */
public class DefaultListenerRegistry implements ListenerRegistry, DisposableBean {

	/*
	 * A listener is listed, leaving or gone. It is leaving while it is no longer listed
	 * but still has threads; a closing context waits for these threads, too. When it is
	 * gone, its resources have been freed. A listener created in code leaves when its
	 * channel is closed and the listener does not run. If the context is paused or not
	 * yet started, the context may still start the listener, so the decision is deferred.
	 */

	/** Held while a listener changes from listed to leaving. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, ListenerContainer> containers = new ConcurrentHashMap<>();

	private final Set<ListenerContainer> leaving = ConcurrentHashMap.newKeySet();

	private final Queue<ListenerContainer> deferred = new ConcurrentLinkedQueue<>();

	private final ObjectProvider<UndeliveredReport> report;

	/** Set while the context runs its listeners, and is neither paused nor closing. */
	private volatile boolean running;

	/**
	 * Create a registry without listeners.
	 * @param report provides the report for values kept by removed listeners
	 */
	public DefaultListenerRegistry(ObjectProvider<UndeliveredReport> report) {
		this.report = report;
	}

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
		Objects.requireNonNull(channelName, "channelName must not be null");
		return this.containers.values()
			.stream()
			.filter((listener) -> listener.channelName().equals(channelName))
			.toList();
	}

	@Override
	public Optional<ListenerContainer> find(String id) {
		return Optional.ofNullable(this.containers.get(Objects.requireNonNull(id, "id must not be null")));
	}

	@Override
	public ListenerContainer get(String id) {
		return find(id).orElseThrow(() -> new IllegalArgumentException(
				"There is no listener '" + id + "'. The listeners are " + ids() + "."));
	}

	@Override
	public boolean remove(String id) {
		ListenerContainer listener = find(id).orElse(null);
		if (listener == null) {
			return false;
		}
		listener.registration().retire();
		listener.stop();
		return unlist(listener);
	}

	/** Return the ids that a new listener cannot have. */
	Set<String> takenIds() {
		Set<String> ids = new TreeSet<>();
		this.containers.forEach((id, listener) -> {
			if (!listener.registration().isReplaceable()) {
				ids.add(id);
			}
		});
		return ids;
	}

	/**
	 * Add a listener whose id is free, or belongs to a listener that it may replace.
	 */
	void add(ListenerContainer listener) {
		listener.registration().onChange(() -> started(listener), () -> threadsEnded(listener));
		ListenerContainer replaced = this.containers.get(listener.id());
		if (replaced != null) {
			unlist(replaced);
		}
		this.containers.put(listener.id(), listener);
	}

	/** Record whether a context runs its listeners, and is neither paused nor closing. */
	static void running(ListenerRegistry registry, boolean running) {
		if (registry instanceof DefaultListenerRegistry own) {
			own.running = running;
			own.removeDeferred();
		}
	}

	private void removeDeferred() {
		while (this.running && !this.deferred.isEmpty()) {
			Optional.ofNullable(this.deferred.poll()).ifPresent(this::removeIfDone);
		}
	}

	/**
	 * Remove a listener as soon as its channel is closed and the listener does not run.
	 */
	void removeWhenDone(ListenerContainer listener) {
		listener.registration().replaceWhenClosed(listener.channel().onClose(() -> removeIfDone(listener)));
		removeIfDone(listener);
	}

	private void removeIfDone(ListenerContainer listener) {
		if (!listener.registration().isReplaceable() || hasThreads(listener)) {
			return;
		}
		if (this.running) {
			unlist(listener);
		}
		else {
			this.deferred.add(listener);
			removeDeferred(); // the context may run by now
		}
	}

	/**
	 * List a listener again if it starts after the close of its channel has removed it.
	 * If another listener has taken its id, the started one counts as leaving.
	 */
	private void started(ListenerContainer listener) {
		ListenerContainer listed = this.containers.putIfAbsent(listener.id(), listener);
		if (listed != null && listed != listener) {
			this.leaving.add(listener);
		}
	}

	private void threadsEnded(ListenerContainer listener) {
		if (!hasThreads(listener)) {
			freeIfLeaving(listener);
			removeIfDone(listener);
		}
	}

	private static boolean hasThreads(ListenerContainer listener) {
		return listener.isRunning() || listener.threads() > 0;
	}

	private boolean unlist(ListenerContainer listener) {
		this.lock.lock();
		try {
			if (!this.containers.remove(listener.id(), listener)) {
				return false;
			}
			this.leaving.add(listener);
		}
		finally {
			this.lock.unlock();
		}
		if (!hasThreads(listener)) {
			freeIfLeaving(listener);
		}
		return true;
	}

	private void freeIfLeaving(ListenerContainer listener) {
		if (this.leaving.remove(listener)) {
			listener.free();
			this.report.ifAvailable((it) -> it.report(listener));
		}
	}

	/**
	 * Return the listeners of a registry, including those that are no longer listed but
	 * still have threads.
	 */
	static List<ListenerContainer> all(ListenerRegistry registry) {
		return (registry instanceof DefaultListenerRegistry own) ? own.all() : List.copyOf(registry.containers());
	}

	private List<ListenerContainer> all() {
		this.lock.lock();
		try {
			List<ListenerContainer> all = new ArrayList<>(this.containers.values());
			all.addAll(this.leaving);
			return all;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Free the resources of the listeners, which have stopped.
	 */
	@Override
	public void destroy() {
		all().forEach(ListenerContainer::free);
	}

}
