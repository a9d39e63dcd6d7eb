package io.backpressure.channel.spring.monitor;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Watches of the listeners of a channel: the last failure of each, and their part in the
 * condition of the channel.
 */
final class ListenerWatches {

	/** Written by the threads of the listeners. */
	private final Map<String, ListenerFailure> failures = new ConcurrentHashMap<>();

	/** Used by one thread at a time: the one that samples. */
	private final Map<String, ListenerWatch> watches = new HashMap<>();

	void failed(String id, Class<?> type, Instant time) {
		this.failures.put(id, new ListenerFailure(type.getName(), time));
	}

	@Nullable ListenerFailure lastFailure(String id) {
		return this.failures.get(id);
	}

	/** Combine the condition of the channel itself with those of its listeners. */
	ChannelCondition sample(ChannelCondition condition, Collection<ListenerReading> readings, long now) {
		forget(readings);
		ChannelCondition combined = condition;
		for (ListenerReading reading : readings) {
			ListenerWatch watch = this.watches.computeIfAbsent(reading.id(), (id) -> new ListenerWatch());
			combined = combined.and(watch.sample(reading, lastFailure(reading.id()), now));
		}
		return combined;
	}

	/**
	 * Return the condition of an open channel as far as it follows from paused listeners:
	 * {@code PAUSED} if all listeners of the channel are paused or stopped.
	 */
	static ChannelCondition resting(Collection<ListenerReading> readings) {
		if (readings.isEmpty() || readings.stream().anyMatch((reading) -> reading.resting() == null)) {
			return ChannelCondition.WELL;
		}
		ListenerReading first = readings.iterator().next();
		return new ChannelCondition(ChannelCondition.State.PAUSED,
				"listener '" + first.id() + "' is " + first.resting());
	}

	/** Forget the watches of listeners that no longer exist. */
	private void forget(Collection<ListenerReading> readings) {
		if (this.watches.size() > readings.size()) {
			Set<String> ids = readings.stream().map(ListenerReading::id).collect(Collectors.toSet());
			this.watches.keySet().retainAll(ids);
			this.failures.keySet().retainAll(ids);
		}
	}

}
