package io.backpressure.channel.spring.listener;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.event.GuardedPublisher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * What listeners have not handled at the end of the application context: told by one log
 * line and an event for each of them, and handed over. Values of a shared channel are not
 * left: other JVMs get them.
 */
final class Leftovers {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final ObjectProvider<UndeliveredHandler> handlers;

	private final GuardedPublisher events;

	Leftovers(ObjectProvider<UndeliveredHandler> handlers, GuardedPublisher events) {
		this.handlers = handlers;
		this.events = events;
	}

	void report(Collection<ListenerContainer> listeners) {
		UndeliveredHandler handler = this.handlers.getIfAvailable();
		List<String> lines = new ArrayList<>();
		for (ListenerContainer listener : listeners) {
			if (listener.isShared()) {
				continue;
			}
			long left = listener.left();
			long inFlight = listener.stats().inFlight();
			if (left > 0 || inFlight > 0) {
				lines.add("'" + listener.id() + "' leaves " + left + " of channel '" + listener.channelName() + "'"
						+ ((inFlight > 0) ? " and does not end with " + inFlight : ""));
				this.events.publish(new UndeliveredEvent(listener.channel(), listener.id(), left, inFlight));
				handOver(listener, handler);
			}
		}
		if (!lines.isEmpty()) {
			logger.warn("Undelivered values: " + String.join(", ", lines) + ((handler != null)
					? "; handed to the UndeliveredHandler" : "; lost, there is no UndeliveredHandler"));
		}
	}

	private static void handOver(ListenerContainer listener, @Nullable UndeliveredHandler handler) {
		if (handler == null) {
			return;
		}
		List<Object> left = take(listener);
		try {
			if (!left.isEmpty()) {
				handler.undelivered(listener.channelName(), left);
			}
		}
		catch (RuntimeException ex) {
			logger.error("The UndeliveredHandler failed with " + left.size() + " values of channel '"
					+ listener.channelName() + "'", ex);
		}
	}

	/** Take what was given back, then what is buffered. */
	private static List<Object> take(ListenerContainer listener) {
		List<Object> left = new ArrayList<>();
		ListenerCounters account = listener.counters();
		for (Object value = account.handOver(); value != null; value = account.handOver()) {
			left.add(value);
		}
		try {
			for (Object value = listener.channel().tryReceive(); value != null; value = listener.channel()
				.tryReceive()) {
				left.add(value);
			}
		}
		catch (ChannelClosedException ex) {
			// nothing is left
		}
		return left;
	}

}
