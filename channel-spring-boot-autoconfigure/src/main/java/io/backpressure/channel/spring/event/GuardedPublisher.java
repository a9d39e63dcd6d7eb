package io.backpressure.channel.spring.event;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes events; a listener that throws is logged, by the event and not by its value.
 */
final class GuardedPublisher {

	private static final Log logger = LogFactory.getLog(GuardedPublisher.class);

	private final ApplicationEventPublisher publisher;

	GuardedPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	void publish(ChannelEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			logger.error("A listener of " + event + " failed", ex);
		}
	}

}
