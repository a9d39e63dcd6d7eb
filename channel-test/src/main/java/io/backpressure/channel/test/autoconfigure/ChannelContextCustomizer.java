package io.backpressure.channel.test.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Customizer that replaces the transport of every channel by memory, and registers the
 * mode of the listeners.
 *
 * @param listeners the mode of the listeners
 * @param partial whether the context may lack listeners and channels that the properties
 * of the application name
 */
record ChannelContextCustomizer(ListenerMode listeners, boolean partial) implements ContextCustomizer {

	/**
	 * Name of the bean that checks the names in properties for listeners and channels.
	 */
	private static final String CHECK = "configuredChannelListenersCheck";

	private static final ConfigurationPropertyName CHANNELS = ConfigurationPropertyName.of("backpressure.channels");

	private static final ConfigurationPropertyName DEFAULT_TRANSPORT = ConfigurationPropertyName
		.of("backpressure.defaults.transport");

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		Map<String, Object> transports = new LinkedHashMap<>();
		transports(context.getEnvironment()).forEach((name) -> transports.put(name, "memory"));
		if (!transports.isEmpty()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("channelsInMemory", transports));
		}
		context.getBeanFactory().registerSingleton("channelTestListenerMode", this.listeners);
		if (this.partial) {
			context.addBeanFactoryPostProcessor(ChannelContextCustomizer::removeCheck);
		}
	}

	private static void removeCheck(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof BeanDefinitionRegistry registry && registry.containsBeanDefinition(CHECK)) {
			registry.removeBeanDefinition(CHECK);
		}
	}

	/** Return the names of the properties that set a transport. */
	private static Set<String> transports(ConfigurableEnvironment environment) {
		Set<String> names = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource properties) {
				properties.stream()
					.filter(ChannelContextCustomizer::isTransport)
					.forEach((name) -> names.add(name.toString()));
			}
		}
		return names;
	}

	private static boolean isTransport(ConfigurationPropertyName name) {
		return name.equals(DEFAULT_TRANSPORT)
				|| (CHANNELS.isAncestorOf(name) && name.getNumberOfElements() == CHANNELS.getNumberOfElements() + 2
						&& name.getLastElement(ConfigurationPropertyName.Form.UNIFORM).equals("transport"));
	}

}
