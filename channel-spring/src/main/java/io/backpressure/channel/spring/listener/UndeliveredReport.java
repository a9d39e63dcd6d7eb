package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.lifecycle.ContextChannels;
import io.backpressure.channel.spring.support.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;

/**
 * Report of the values that are left in the channels of an application context when it
 * closes: one log line for all of them, and for each channel an {@link UndeliveredEvent}
 * and a call of each {@link UndeliveredHandler}. The values are taken out of the
 * channels, so that no other receiver can take them.
 *
 * @since 0.1.0
 */
public class UndeliveredReport {

	/**
	 * The phase in which the report is made: after all lifecycle beans that may still
	 * receive have stopped, and before those that publish and record events stop.
	 */
	public static final int PHASE = Integer.MIN_VALUE + 1;

	private static final Log logger = LogFactory.getLog(UndeliveredReport.class);

	private final ContextChannels channels;

	private final ListenerRegistry listeners;

	private final Duration receiverTimeout;

	private final List<UndeliveredHandler> handlers;

	private final GuardedPublisher events;

	private final TimeSource time;

	/**
	 * Create the report of a context.
	 * @param channels the channels of the context
	 * @param listeners the listeners of the context
	 * @param receiverTimeout the longest time for receivers other than listeners to drain
	 * the closed channels
	 * @param handlers the handlers, in the order in which they are called
	 * @param context the context, in which the events are published
	 */
	public UndeliveredReport(ContextChannels channels, ListenerRegistry listeners, Duration receiverTimeout,
			List<UndeliveredHandler> handlers, ApplicationContext context) {
		this.channels = channels;
		this.listeners = listeners;
		this.receiverTimeout = receiverTimeout;
		this.handlers = List.copyOf(handlers);
		this.events = new GuardedPublisher(context);
		this.time = TimeSource.of(context);
	}

	/**
	 * Report the values that are left.
	 */
	public void report() {
		report(undelivered());
	}

	/**
	 * Report the values kept by a listener that was removed while the context runs.
	 */
	void report(ListenerContainer removed) {
		report(List.of(UndeliveredValues.take(removed.channel(), List.of(removed), false)));
	}

	private void report(List<UndeliveredValues> all) {
		List<String> lines = new ArrayList<>();
		for (UndeliveredValues undelivered : all) {
			if (!undelivered.isNothing()) {
				lines.add(undelivered.describe());
				this.events.publish(undelivered.event());
				handOver(undelivered);
			}
		}
		if (!lines.isEmpty()) {
			boolean allInFlight = all.stream().allMatch((undelivered) -> undelivered.values().isEmpty());
			logger.warn("Undelivered values: " + String.join("; ", lines) + "." + (allInFlight ? "" : " " + outcome()));
		}
	}

	/**
	 * Return the values left in each in-memory channel that was closed with the context.
	 * Also returns, for each other channel with listeners of the context, the values that
	 * these listeners have kept.
	 */
	private List<UndeliveredValues> undelivered() {
		Map<BackpressureChannel<?>, List<ListenerContainer>> listeners = new LinkedHashMap<>();
		this.channels.closedInMemory().forEach((channel) -> listeners.put(channel, new ArrayList<>()));
		for (ListenerContainer listener : DefaultListenerRegistry.all(this.listeners)) {
			listeners.computeIfAbsent(listener.channel(), (channel) -> new ArrayList<>()).add(listener);
		}
		ReceiverDrain.await(withoutListener(listeners), this.receiverTimeout, this.time);
		List<UndeliveredValues> undelivered = new ArrayList<>();
		listeners.forEach((channel, its) -> undelivered
			.add(UndeliveredValues.take(channel, its, this.channels.isEnding(channel))));
		return undelivered;
	}

	private static List<BackpressureChannel<?>> withoutListener(
			Map<BackpressureChannel<?>, List<ListenerContainer>> listeners) {
		List<BackpressureChannel<?>> channels = new ArrayList<>();
		listeners.forEach((channel, its) -> {
			if (its.isEmpty()) {
				channels.add(channel);
			}
		});
		return channels;
	}

	private void handOver(UndeliveredValues undelivered) {
		if (undelivered.values().isEmpty()) {
			return;
		}
		for (UndeliveredHandler handler : this.handlers) {
			try {
				handler.undelivered(undelivered.channel().name(), undelivered.values());
			}
			catch (Throwable ex) { // continue with the other handlers and channels
				logger.error("UndeliveredHandler " + handler.getClass().getName() + " failed with "
						+ UndeliveredValues.count(undelivered.values().size()) + " of channel '"
						+ undelivered.channel().name() + "'", ex);
			}
		}
	}

	private String outcome() {
		return this.handlers.isEmpty()
				? "They are lost. To keep them, declare a bean of type " + UndeliveredHandler.class.getName() + "."
				: "They have been passed to the UndeliveredHandler" + ((this.handlers.size() > 1) ? "s." : ".");
	}

}
