package io.backpressure.channel.spring.listener;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;

/**
 * Values of a channel that no listener has handled.
 *
 * @param channel the channel
 * @param listenerIds the ids of its listeners, sorted
 * @param values the remaining values; those that a listener had received but not handled
 * come first
 * @param inFlight the number of values that a listener is still handling
 */
record UndeliveredValues(BackpressureChannel<?> channel, List<String> listenerIds, List<?> values, long inFlight) {

	/**
	 * Take the remaining values out of a channel.
	 * @param channel the channel
	 * @param listeners its listeners
	 * @param buffer whether to take the buffered values as well
	 */
	static UndeliveredValues take(BackpressureChannel<?> channel, List<ListenerContainer> listeners, boolean buffer) {
		List<Object> values = new ArrayList<>();
		long inFlight = 0;
		for (ListenerContainer listener : listeners) {
			takeGivenBack(listener.counters(), values);
			inFlight += listener.intake().isShared() ? 0 : listener.shutdown().inFlight();
		}
		if (buffer) {
			takeBuffered(channel, values);
		}
		return new UndeliveredValues(channel, listeners.stream().map(ListenerContainer::id).sorted().toList(),
				Collections.unmodifiableList(values), inFlight);
	}

	private static void takeGivenBack(ListenerCounters counters, List<Object> values) {
		for (Object value = counters.handOver(); value != null; value = counters.handOver()) {
			values.add(value);
		}
	}

	private static void takeBuffered(BackpressureChannel<?> channel, List<Object> values) {
		try {
			for (Object value = channel.tryReceive(); value != null; value = channel.tryReceive()) {
				values.add(value);
			}
		}
		catch (ChannelClosedException ex) {
			// drained
		}
	}

	boolean isNothing() {
		return this.values.isEmpty() && this.inFlight == 0;
	}

	UndeliveredEvent event() {
		return new UndeliveredEvent(this.channel, this.listenerIds, this.values.size(), this.inFlight);
	}

	/** Describe the remaining values for the log, without their contents. */
	String describe() {
		return count(this.values.size()) + " left in channel '" + this.channel.name() + "'"
				+ ((this.inFlight > 0) ? " and " + this.inFlight + " in calls that are still running" : "") + " ("
				+ listeners() + ")";
	}

	private String listeners() {
		return switch (this.listenerIds.size()) {
			case 0 -> "no listener";
			case 1 -> "listener '" + this.listenerIds.get(0) + "'";
			default -> this.listenerIds.stream().collect(Collectors.joining("', '", "listeners '", "'"));
		};
	}

	static String count(long values) {
		return values + ((values == 1) ? " value" : " values");
	}

}
