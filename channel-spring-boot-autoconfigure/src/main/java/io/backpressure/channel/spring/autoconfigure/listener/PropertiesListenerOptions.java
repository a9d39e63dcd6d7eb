package io.backpressure.channel.spring.autoconfigure.listener;

import java.time.Duration;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.ListenerOptionsResolver;
import org.jspecify.annotations.Nullable;

/**
 * The options of listeners as the properties say.
 */
class PropertiesListenerOptions implements ListenerOptionsResolver {

	private final ChannelProperties.Listener properties;

	private final Duration drainTimeout;

	PropertiesListenerOptions(ChannelProperties.Listener properties, Duration phaseTimeout) {
		this.properties = properties;
		this.drainTimeout = (properties.drainTimeout() != null) ? properties.drainTimeout()
				: phaseTimeout.multipliedBy(2).dividedBy(3);
	}

	@Override
	public ListenerOptions resolve(String listenerId, String channelName, ListenerOptions declared) {
		return orNone(this.properties.listeners().get(listenerId))
			.or(orNone(this.properties.channels().get(channelName)))
			.or(declared)
			.or(defaults(channelName));
	}

	/** What goes wrong with dead letters themselves has nowhere to go. */
	private ListenerOptions defaults(String channelName) {
		ListenerOptions defaults = orNone(this.properties.defaults());
		return channelName.equals(defaults.deadLetter()) ? defaults.withoutDeadLetter() : defaults;
	}

	private static ListenerOptions orNone(@Nullable ListenerOptions options) {
		return (options != null) ? options : ListenerOptions.NONE;
	}

	@Override
	public Duration drainTimeout() {
		return this.drainTimeout;
	}

}
