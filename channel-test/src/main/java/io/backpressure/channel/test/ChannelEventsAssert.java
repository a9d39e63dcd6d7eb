package io.backpressure.channel.test;

import io.backpressure.channel.spring.event.ChannelEvent;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/**
 * Assertions on the events of channels and listeners.
 *
 * @since 0.1.0
 */
public final class ChannelEventsAssert extends AbstractAssert<ChannelEventsAssert, ChannelEvents> {

	ChannelEventsAssert(ChannelEvents events) {
		super(events, ChannelEventsAssert.class);
	}

	/**
	 * Return assertions on the events of a type.
	 * @param <E> the type
	 * @param type the type
	 * @return assertions on the events that were published so far
	 */
	public <E extends ChannelEvent> ListAssert<E> ofType(Class<E> type) {
		isNotNull();
		return Assertions.assertThat(this.actual.ofType(type))
			.as("Events of type %s among %s", type.getSimpleName(), this.actual.all());
	}

}
