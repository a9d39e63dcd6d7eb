package io.backpressure.channel.spring.autoconfigure;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.backpressure.channel.BackpressureChannel;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Names of the channel beans of a bean factory, with the types of the values of each
 * channel. They are read from the bean definitions, so no bean is created.
 */
final class DeclaredChannels {

	private final Map<String, String> elementTypes = new TreeMap<>();

	DeclaredChannels(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(BackpressureChannel.class, false, false)) {
			ResolvableType type = beanFactory.containsBeanDefinition(name)
					? beanFactory.getMergedBeanDefinition(name).getResolvableType() : ResolvableType.NONE;
			this.elementTypes.put(name, elementType(type));
		}
	}

	static String elementType(ResolvableType channelType) {
		ResolvableType elementType = channelType.getGeneric();
		return !elementType.equals(ResolvableType.NONE) ? elementType.toString() : Object.class.getName();
	}

	Map<String, String> elementTypes() {
		return this.elementTypes;
	}

	@Override
	public String toString() {
		return this.elementTypes.isEmpty() ? "    (none)"
				: this.elementTypes.entrySet()
					.stream()
					.map((entry) -> "    - " + entry.getKey() + ": BackpressureChannel<" + entry.getValue() + ">")
					.collect(Collectors.joining(System.lineSeparator()));
	}

}
