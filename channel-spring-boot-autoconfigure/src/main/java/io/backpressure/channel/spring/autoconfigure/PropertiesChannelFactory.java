package io.backpressure.channel.spring.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.spring.ChannelBuilderCustomizer;
import io.backpressure.channel.spring.ChannelBuilderFactory;
import io.backpressure.channel.spring.ChannelTransport;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Settings;
import io.backpressure.channel.spring.support.Suggestion;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Factory for channels and their builders, configured by the properties, the executor of
 * the application and the customizers.
 */
class PropertiesChannelFactory implements ChannelBuilderFactory, DisposableBean {

	private final ChannelProperties properties;

	private final ObjectProvider<ChannelBuilderCustomizer> customizers;

	private final ObjectProvider<ContextPropagation> propagation;

	private final ObjectProvider<ChannelTransport> transports;

	private final Environment environment;

	private final ApplicationExecutor executor;

	PropertiesChannelFactory(ChannelProperties properties, ObjectProvider<ChannelBuilderCustomizer> customizers,
			ObjectProvider<ContextPropagation> propagation, ObjectProvider<ChannelTransport> transports,
			Environment environment, ApplicationExecutor executor) {
		this.properties = properties;
		this.customizers = customizers;
		this.propagation = propagation;
		this.transports = transports;
		this.environment = environment;
		this.executor = executor;
	}

	@Override
	public <T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder) {
		builder.name(name);
		Settings settings = this.properties.effective(name);
		if (!settings.isInMemory()) {
			List<Problem> problems = TransportLimits.check(name, settings, SectionBinder.of(this.environment));
			if (!problems.isEmpty()) {
				throw new InvalidChannelPropertiesException(problems);
			}
			return transport(name, String.valueOf(ChannelSettings.TRANSPORT.of(settings))).build(name, elementType,
					builder);
		}
		return Boolean.TRUE.equals(ChannelSettings.PROPAGATE_CONTEXT.of(settings))
				? this.propagation.getObject().build(builder) : builder.build();
	}

	private ChannelTransport transport(String channel, String name) {
		return this.transports.orderedStream()
			.filter((transport) -> transport.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidChannelPropertiesException(List.of(noTransport(channel, name))));
	}

	private Problem noTransport(String channel, String name) {
		List<String> names = Stream
			.concat(Stream.of(ChannelProperties.Defaults.MEMORY),
					this.transports.stream().map(ChannelTransport::name).sorted())
			.toList();
		String reason = "There is no transport '" + name + "'." + Suggestion.of(name, names);
		ConfigurationProperty property = SectionBinder.of(this.environment).findForChannel(channel, "transport");
		return (property != null) ? Problem.of(property, reason)
				: new Problem("backpressure.channels." + channel + ".transport", name, null, reason);
	}

	@Override
	public <T> ChannelBuilder<T> builder(String name) {
		ChannelBuilder<T> builder = BackpressureChannel.<T>builder().name(name);
		if (this.executor.isAvailable()) {
			builder.executor(this.executor);
		}
		Settings settings = this.properties.effective(name);
		ChannelSettings.ALL.forEach((setting) -> setting.build(settings, builder));
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(name, builder));
		return builder;
	}

	@Override
	public void destroy() {
		this.executor.close();
	}

}
