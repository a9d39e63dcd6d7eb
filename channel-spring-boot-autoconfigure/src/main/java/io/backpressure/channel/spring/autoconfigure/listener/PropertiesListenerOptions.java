package io.backpressure.channel.spring.autoconfigure.listener;

import java.time.Duration;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.ListenerOptionsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Source of listener options that reads them from the properties.
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
	public ListenerOptions configured(String listenerId, String channelName) {
		return orNone(this.properties.listeners().get(listenerId))
			.or(orNone(this.properties.channels().get(channelName)));
	}

	@Override
	public ListenerOptions defaults() {
		return orNone(this.properties.defaults());
	}

	private static ListenerOptions orNone(@Nullable ListenerOptions options) {
		return (options != null) ? options : ListenerOptions.NONE;
	}

	@Override
	public Duration drainTimeout() {
		return this.drainTimeout;
	}

}
