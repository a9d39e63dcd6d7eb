package io.backpressure.channel.redis.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.backpressure.channel.redis.RedisTransportException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Selection of the connection factory of the application for channels: the only one that
 * uses Lettuce, regardless of the declared type of the bean. If there are several such
 * factories, the primary one is selected, or else the only one that is not a fallback.
 */
final class ConnectionFactorySelector {

	private final ListableBeanFactory beans;

	private final String transport;

	/**
	 * Create a selector.
	 * @param beans the bean factory to search
	 * @param transport the name of the bean that uses the selected factory, and is
	 * therefore destroyed before it
	 */
	ConnectionFactorySelector(ListableBeanFactory beans, String transport) {
		this.beans = beans;
		this.transport = transport;
	}

	/**
	 * Select the connection factory.
	 * @param channel the channel that needs it, for messages
	 * @throws RedisTransportException if there is none, or none of several is preferred
	 */
	LettuceConnectionFactory select(String channel) {
		Map<String, Object> candidates = new LinkedHashMap<>();
		Map<String, LettuceConnectionFactory> lettuce = new LinkedHashMap<>();
		candidates().forEach((name) -> {
			Object bean = this.beans.getBean(name);
			Object target = AopProxyUtils.getSingletonTarget(bean);
			candidates.put(name, bean);
			if (((target != null) ? target : bean) instanceof LettuceConnectionFactory factory) {
				lettuce.put(name, factory);
			}
		});
		if (lettuce.isEmpty()) {
			throw none(channel, candidates);
		}
		String name = preferred(List.copyOf(lettuce.keySet()));
		if (name == null) {
			throw new RedisTransportException(
					"Channel '" + channel + "' has transport redis, but there are several connection factories: "
							+ String.join(", ", lettuce.keySet()) + ".",
					"Mark the one for channels as @Primary.", null);
		}
		if (this.beans instanceof ConfigurableBeanFactory factory) {
			factory.registerDependentBean(name, this.transport);
		}
		return Objects.requireNonNull(lettuce.get(name));
	}

	private Stream<String> candidates() {
		return Stream.of(RedisConnectionFactory.class, ReactiveRedisConnectionFactory.class)
			.flatMap((type) -> Stream.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type)))
			.distinct()
			.filter((name) -> isCandidate(definition(name)));
	}

	private static boolean isCandidate(@Nullable BeanDefinition definition) {
		return definition == null || (definition.isAutowireCandidate()
				&& (!(definition instanceof AbstractBeanDefinition bean) || bean.isDefaultCandidate()));
	}

	private @Nullable String preferred(List<String> names) {
		if (names.size() == 1) {
			return names.get(0);
		}
		String primary = only(names, BeanDefinition::isPrimary);
		return (primary != null) ? primary : only(names, (definition) -> !definition.isFallback());
	}

	private @Nullable String only(List<String> names, Predicate<BeanDefinition> condition) {
		List<String> matching = names.stream().filter((name) -> {
			BeanDefinition definition = definition(name);
			return definition != null && condition.test(definition);
		}).toList();
		return (matching.size() == 1) ? matching.get(0) : null;
	}

	/** Return the definition of a bean, or {@code null} for a singleton that has none. */
	private @Nullable BeanDefinition definition(String name) {
		try {
			return (this.beans instanceof ConfigurableBeanFactory factory) ? factory.getMergedBeanDefinition(name)
					: null;
		}
		catch (NoSuchBeanDefinitionException ex) {
			return null;
		}
	}

	private static RedisTransportException none(String channel, Map<String, Object> candidates) {
		if (candidates.isEmpty()) {
			return new RedisTransportException(
					"Channel '" + channel + "' has transport redis, but there is no RedisConnectionFactory bean.",
					"Define a LettuceConnectionFactory bean, or do not exclude the auto-configuration of Redis"
							+ " (DataRedisAutoConfiguration).",
					null);
		}
		String found = candidates.entrySet()
			.stream()
			.map((entry) -> "bean '" + entry.getKey() + "' is a " + entry.getValue().getClass().getName())
			.collect(Collectors.joining(", "));
		return new RedisTransportException(
				"Channel '" + channel + "' has transport redis, which needs a connection factory of Lettuce, but "
						+ found + ".",
				"Set spring.data.redis.client-type to lettuce, or define a LettuceConnectionFactory bean.", null);
	}

}
