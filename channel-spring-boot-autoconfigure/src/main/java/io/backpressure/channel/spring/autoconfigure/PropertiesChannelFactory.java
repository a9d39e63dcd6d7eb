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

	PropertiesChannelFactory(ChannelProperties properties, ObjectProvider<ChannelBuilderCustomizer> customizers) {
		this.properties = properties;
		this.customizers = customizers;
	}

	BackpressureChannel<?> channel(String name) {
		return builder(name).name(name).build();
	}

	@Override
	public <T> ChannelBuilder<T> builder(String name) {
		ChannelProperties.Defaults settings = this.properties.effective(name);
		ChannelBuilder<T> builder = BackpressureChannel.<T>builder()
			.name(name)
			.bufferSize(settings.bufferSize())
			.strategy(settings.strategy())
			.sendTimeout(settings.sendTimeout())
			.receiveTimeout(settings.receiveTimeout());
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(name, builder));
		return builder;
	}

}
