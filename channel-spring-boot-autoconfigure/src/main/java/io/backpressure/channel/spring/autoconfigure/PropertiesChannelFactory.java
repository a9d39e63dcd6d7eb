package io.backpressure.channel.spring.autoconfigure;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.spring.ChannelBuilderCustomizer;
import io.backpressure.channel.spring.ChannelBuilderFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes channels, and the builders of channels, as the properties and the customizers
 * say.
 */
class PropertiesChannelFactory implements ChannelBuilderFactory {

	private final ChannelProperties properties;

	private final ObjectProvider<ChannelBuilderCustomizer> customizers;

	private final ObjectProvider<ContextPropagation> propagation;

	PropertiesChannelFactory(ChannelProperties properties, ObjectProvider<ChannelBuilderCustomizer> customizers,
			ObjectProvider<ContextPropagation> propagation) {
		this.properties = properties;
		this.customizers = customizers;
		this.propagation = propagation;
	}

	BackpressureChannel<?> channel(String name) {
		return build(name, builder(name));
	}

	@Override
	public <T> BackpressureChannel<T> build(String name, ChannelBuilder<T> builder) {
		builder.name(name);
		return this.properties.effective(name).propagateContext() ? this.propagation.getObject().build(builder)
				: builder.build();
	}

	@Override
	public <T> ChannelBuilder<T> builder(String name) {
		ChannelProperties.Defaults settings = this.properties.effective(name);
		ChannelBuilder<T> builder = BackpressureChannel.<T>builder()
			.name(name)
			.bufferSize(settings.bufferSize())
			.strategy(settings.strategy())
			.sendTimeout(settings.sendTimeout())
			.receiveTimeout(settings.receiveTimeout())
			.measureBufferWait(settings.measureBufferWait());
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(name, builder));
		return builder;
	}

}
