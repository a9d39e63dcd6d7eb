package io.backpressure.channel.spring.event;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.backpressure.channel.spring.support.LogThrottle;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Event publisher that never throws. An exception thrown by a listener is logged at most
 * once a minute for each type of event, with the event but without its value.
 *
 * @since 0.1.0
 */
public final class GuardedPublisher {

	private static final Log logger = LogFactory.getLog(GuardedPublisher.class);

	private static final Duration LOG_PERIOD = Duration.ofMinutes(1);

	private final ApplicationEventPublisher publisher;

	private final Map<Class<?>, LogThrottle> failures = new ConcurrentHashMap<>();

	/**
	 * Create a publisher.
	 * @param publisher the publisher to delegate to
	 */
	public GuardedPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Publish an event on this thread. Never throws.
	 * @param event the event
	 */
	public void publish(ChannelEvent event) {
		publish(event, (ex) -> log(event, ex));
	}

	/**
	 * Publish an event on this thread. A failure is passed to a callback instead of being
	 * logged.
	 * @param event the event
	 * @param onFailure receives the exception
	 */
	public void publish(ChannelEvent event, Consumer<? super Throwable> onFailure) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			onFailure.accept(ex);
		}
	}

	private void log(ChannelEvent event, Throwable ex) {
		LogThrottle.Line line = this.failures
			.computeIfAbsent(event.getClass(), (type) -> new LogThrottle(LOG_PERIOD, LOG_PERIOD, System::nanoTime))
			.count();
		if (line != null) {
			logger.error("A listener of " + event + " failed" + ((line.omitted() > 0)
					? "; " + line.omitted() + " more failures since the last message for an event of this type" : ""),
					ex);
		}
	}

}
