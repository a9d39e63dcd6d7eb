package io.backpressure.demo.lessons;

import java.util.Collection;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerLifecycle;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Final report of the desk, logged when the listeners have stopped: the number of values
 * of each channel and listener, by outcome.
 */
@Component
class ClosingReport implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ClosingReport.class);

	private final List<BackpressureChannel<?>> channels;

	private final Collection<ListenerContainer> listeners;

	private volatile boolean running;

	ClosingReport(List<BackpressureChannel<?>> channels, ListenerRegistry listeners) {
		this.channels = channels;
		this.listeners = listeners.containers();
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.channels.forEach(ClosingReport::report);
		this.listeners.forEach(ClosingReport::report);
	}

	private static void report(BackpressureChannel<?> channel) {
		ChannelStats stats = channel.stats();
		logger.info("Channel {} at the end: accepted={} received={} dropped={} left={}", channel.name(),
				stats.sendCount(), stats.receiveCount(), stats.droppedCount(), left(channel));
	}

	private static Object left(BackpressureChannel<?> channel) {
		try {
			return channel.size();
		}
		catch (ChannelException ex) { // its transport cannot be reached
			return "unknown";
		}
	}

	private static void report(ListenerContainer listener) {
		ListenerStats stats = listener.stats();
		logger.info("Listener {} at the end: received={} processed={} discarded={} undelivered={}", listener.id(),
				stats.received(), stats.processed(), stats.discarded(), stats.undelivered());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Return a phase below that of the listeners, so that this bean stops after them.
	 */
	@Override
	public int getPhase() {
		return ListenerLifecycle.PHASE - 1;
	}

}
