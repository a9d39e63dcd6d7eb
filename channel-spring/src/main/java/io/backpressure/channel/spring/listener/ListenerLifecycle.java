package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.spring.lifecycle.ContextChannels;
import io.backpressure.channel.spring.support.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Lifecycle of the listeners of an application context. They start before the web server
 * and stop after it, when no more requests arrive.
 * <p>
 * When the context closes, listeners run until their channels are empty and no value is
 * in flight, for up to the drain timeout. Threads that are still in a call are then
 * interrupted. Finally the channels are closed.
 * <p>
 * When the context is paused, listeners receive nothing until the context is started
 * again. A pause neither drains nor closes a channel, and does not wait for running
 * calls.
 *
 * @since 0.1.0
 */
public class ListenerLifecycle implements SmartLifecycle {

	/**
	 * The phase of the listeners. It is below the phases of the web server, which begins
	 * to stop in {@code DEFAULT_PHASE - 1024} and has stopped in
	 * {@code DEFAULT_PHASE - 2048}.
	 */
	public static final int PHASE = ContextChannels.CLOSE_PHASE + 1;

	private final ListenerRegistry registry;

	private final ContextChannels channels;

	private final Duration drainTimeout;

	private final ConfigurableApplicationContext context;

	private final TimeSource time;

	/**
	 * Listeners that ran when the context was last paused; null before the first pause.
	 */
	private @Nullable List<ListenerContainer> paused;

	private volatile boolean running;

	/**
	 * Create the lifecycle of the listeners of a context.
	 * @param registry the listeners
	 * @param channels the channels of the context
	 * @param drainTimeout the longest time that listeners may take to finish when the
	 * context closes
	 * @param context the context
	 */
	public ListenerLifecycle(ListenerRegistry registry, ContextChannels channels, Duration drainTimeout,
			ConfigurableApplicationContext context) {
		this.registry = registry;
		this.channels = channels;
		this.drainTimeout = drainTimeout;
		this.context = context;
		this.time = TimeSource.of(context);
	}

	/**
	 * Start the listeners: after a pause those that were running before the pause,
	 * otherwise those with automatic start-up.
	 */
	@Override
	public void start() {
		List<ListenerContainer> containers = (this.paused != null) ? this.paused
				: this.registry.containers().stream().filter(ListenerContainer::isAutoStartup).toList();
		this.running = true; // a listener that is found later is started at once
		containers.stream()
			.filter((listener) -> !listener.registration().isRetired())
			.forEach(ListenerContainer::start);
		DefaultListenerRegistry.running(this.registry, true);
	}

	/**
	 * Pause the listeners. Has no effect on them if the context is closing:
	 * {@link #drain()} lets them finish.
	 */
	@Override
	public void stop() {
		DefaultListenerRegistry.running(this.registry, false);
		if (this.running && !this.context.isClosed()) {
			this.paused = this.registry.containers().stream().filter(ListenerContainer::isRunning).toList();
			this.paused.forEach(ListenerContainer::end);
			// values sent from now on stay in their channels
			this.paused.stream()
				.filter((listener) -> !listener.intake().isShared())
				.forEach((listener) -> listener.shutdown().awaitIntakeEnd());
		}
		this.running = false;
	}

	/**
	 * Let the listeners finish when the context closes, and end them. Waits no longer
	 * than the drain timeout plus a short grace period for interrupted calls.
	 */
	public void drain() {
		DefaultListenerRegistry.running(this.registry, false);
		new ListenerDrain(DefaultListenerRegistry.all(this.registry), this.channels, this.drainTimeout, this.time)
			.run();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
