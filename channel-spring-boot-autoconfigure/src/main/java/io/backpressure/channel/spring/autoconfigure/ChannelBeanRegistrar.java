package io.backpressure.channel.spring.autoconfigure;

import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelBuilderFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Registrar that registers each channel of the properties as a bean, with the type of the
 * values as its type argument. An application that was processed ahead of time runs the
 * registrar at each start, so that properties can still declare channels at that time.
 *
 * @since 0.1.0
 */
public class ChannelBeanRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		ChannelPropertiesChecker.check(environment);
		SectionBinder.of(environment)
			.bindEntries("backpressure.channels", ChannelProperties.Channel.class)
			.forEach((name, channel) -> register(registry, name, elementType(channel.type())));
	}

	private static void register(BeanRegistry registry, String name, ResolvableType type) {
		registry.registerBean(name, channelOf(type), (spec) -> spec.description("backpressure.channels." + name)
			.supplier((context) -> channel(context.bean(ChannelBuilderFactory.class), name, type)));
		String camelCase = ChannelNames.camelCase(name);
		if (!camelCase.equals(name)) {
			registerAlias(registry, name, camelCase);
		}
	}

	private static BackpressureChannel<?> channel(ChannelBuilderFactory factory, String name, ResolvableType type) {
		return factory.build(name, type, factory.builder(name));
	}

	private static void registerAlias(BeanRegistry registry, String name, String alias) {
		try {
			registry.registerAlias(name, alias);
		}
		catch (IllegalStateException ex) {
			throw new InvalidChannelPropertiesException(List.of(new Problem("backpressure.channels." + name, null, null,
					"The channel is also injected as '" + alias + "', but another bean has that name ("
							+ ex.getMessage() + "). Rename the channel in the properties, or the other bean.")));
		}
	}

	/**
	 * Return the declared type of the values, or {@code Object} if there is none. A
	 * wildcard instead of {@code Object} would match an injection point of any type.
	 */
	private static ResolvableType elementType(@Nullable ElementType type) {
		return (type != null) ? type.resolvableType() : ResolvableType.forClass(Object.class);
	}

	private static ParameterizedTypeReference<BackpressureChannel<?>> channelOf(ResolvableType type) {
		return ParameterizedTypeReference
			.forType(ResolvableType.forClassWithGenerics(BackpressureChannel.class, type).getType());
	}

}
