package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.spring.event.GuardedPublisher;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Starts the listeners with the application context, and drains and stops them with it.
 * <p>
 * They start before the web server and stop after it, when nothing comes in any more.
 * They then go on until all of their channels are empty and nothing is in hand, so that
 * what one sends to the next is handled too; but no longer than the drain timeout, after
 * which they are interrupted. If the context is only paused, what is left waits for its
 * next start. If it is closing, that is told by a log line and an event, and the values
 * are handed to the {@link UndeliveredHandler}.
 */
public final class ListenerLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

	/**
	 * The phase of the listeners: below the web server, which begins to stop at 1,024 and
	 * has stopped at 2,048 below the default phase.
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3 * 1024;

	private static final long LOOK_MILLIS = 5;

	private final ListenerRegistry registry;

	private final Duration drainTimeout;

	private final ApplicationContext context;

	private final Leftovers leftovers;

	/** Those that ran when the context was paused; null before the first start. */
	private @Nullable List<ListenerContainer> stopped;

	private volatile boolean running;

	private volatile boolean closing;

	/**
	 * Create the lifecycle of the listeners of a context.
	 * @param registry the listeners
	 * @param drainTimeout how long a stop waits for them
	 * @param undeliveredHandler what is given the values that are left
	 * @param context the context whose closing is the end
	 */
	public ListenerLifecycle(ListenerRegistry registry, Duration drainTimeout,
			ObjectProvider<UndeliveredHandler> undeliveredHandler, ApplicationContext context) {
		this.registry = registry;
		this.drainTimeout = drainTimeout;
		this.context = context;
		this.leftovers = new Leftovers(undeliveredHandler, new GuardedPublisher(context));
	}

	@Override
	public void start() {
		List<ListenerContainer> containers = (this.stopped != null) ? this.stopped
				: this.registry.containers().stream().filter(ListenerContainer::isAutoStartup).toList();
		containers.forEach(ListenerContainer::start);
		this.running = true;
	}

	@Override
	public void stop() {
		List<ListenerContainer> containers = this.registry.containers()
			.stream()
			.filter(ListenerContainer::isRunning)
			.sorted(Comparator.comparing(ListenerContainer::id))
			.toList();
		this.stopped = containers;
		// those of shared channels drain nothing: the other instances go on
		containers.stream().filter(ListenerContainer::isShared).forEach(ListenerContainer::end);
		long deadline = System.nanoTime() + this.drainTimeout.toNanos();
		if (!drain(containers, deadline - lastNanos(), deadline)) {
			containers.forEach(ListenerContainer::abort);
			awaitEnd(containers, System.nanoTime() + ListenerContainer.ABORT_GRACE.toNanos());
		}
		this.running = false;
		if (this.closing) {
			this.leftovers.report(this.registry.containers());
		}
	}

	/** The end of the drain timeout is for what is in hand: nothing more is received. */
	private long lastNanos() {
		return Math.min(ListenerContainer.ABORT_GRACE.toNanos(), this.drainTimeout.toNanos() / 4);
	}

	/** Let listeners finish; return whether their threads have ended. */
	private static boolean drain(List<ListenerContainer> containers, long lastReceive, long deadline) {
		for (;;) {
			boolean quiet = awaitQuiet(containers, lastReceive);
			containers.forEach(ListenerContainer::end);
			if (!awaitEnd(containers, deadline)) {
				return false;
			}
			if (!quiet || containers.stream().noneMatch(ListenerLifecycle::isBehind)) {
				return true;
			}
			// what was in hand was sent on
			containers.stream().filter((container) -> !container.isShared()).forEach(ListenerContainer::start);
		}
	}

	private static boolean isBehind(ListenerContainer container) {
		return !container.isPaused() && container.left() > 0;
	}

	private static boolean awaitQuiet(List<ListenerContainer> containers, long deadline) {
		while (!containers.stream().allMatch(ListenerContainer::isQuiet)) {
			if (System.nanoTime() - deadline >= 0) {
				return false;
			}
			try {
				TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}
		return true;
	}

	private static boolean awaitEnd(List<ListenerContainer> containers, long deadline) {
		boolean ended = true;
		for (ListenerContainer container : containers) {
			ended &= container.awaitEnd(deadline);
		}
		return ended;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) { // and not a child of it
			this.closing = true;
		}
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
