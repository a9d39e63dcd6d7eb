package io.backpressure.channel.spring.event;

import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes events; a listener that throws is logged, by the event and not by its value.
 */
public final class GuardedPublisher {

	private static final Log logger = LogFactory.getLog(GuardedPublisher.class);

	private final ApplicationEventPublisher publisher;

	/**
	 * Create a publisher.
	 * @param publisher what to publish with
	 */
	public GuardedPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Publish an event on this thread. Never throws.
	 * @param event the event
	 */
	public void publish(ChannelEvent event) {
		publish(event, (ex) -> logger.error("A listener of " + event + " failed", ex));
	}

	/**
	 * Publish an event on this thread, and hand what is thrown to an action instead of
	 * logging it.
	 * @param event the event
	 * @param onFailure receives what is thrown
	 */
	public void publish(ChannelEvent event, Consumer<? super Throwable> onFailure) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			onFailure.accept(ex);
		}
	}

}
