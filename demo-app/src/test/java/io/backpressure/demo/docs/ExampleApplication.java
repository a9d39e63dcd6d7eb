package io.backpressure.demo.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerOptions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * Application for any example. It has the channels and listeners that the example refers
 * to but does not declare. The class has no stereotype annotation, so that component
 * scans of other test applications do not find it.
 */
@EnableAutoConfiguration
class ExampleApplication {

	private static final String UNUSED = "documentation-only";

	@Bean
	SmartInitializingSingleton listeners(ObjectProvider<Example> examples, ListenerContainerFactory factory) {
		return () -> examples.ifAvailable((example) -> {
			for (String channel : example.received()) {
				factory.create("reader-of-" + channel, channel, Object.class, (value) -> {
				}, ListenerOptions.NONE);
			}
			for (String id : example.listeners()) {
				factory.create(id, UNUSED, Object.class, (value) -> {
				}, ListenerOptions.NONE);
			}
		});
	}

	/**
	 * Keys and names that an example contains, and the properties that it lacks.
	 *
	 * @param keys the keys that the example sets
	 * @param listeners the ids of the listeners that the example configures
	 * @param received the channels that need a listener
	 * @param missing the properties that the example needs but does not set
	 */
	record Example(Set<String> keys, Set<String> listeners, Set<String> received, Map<String, Object> missing) {

		private static final Pattern LISTENER = Pattern.compile("backpressure\\.listener\\.listeners\\.([^.]+)\\..*");

		private static final Pattern LISTENERS = Pattern.compile("backpressure\\.listener\\.channels\\.([^.]+)\\..*");

		private static final String EXCLUDED = "spring.autoconfigure.exclude";

		static Example of(String yaml) throws IOException {
			Example example = new Example(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new HashMap<>());
			example.missing.put("spring.application.name", "order-desk");
			example.missing.put(EXCLUDED,
					"org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration");
			example.missing.put("backpressure.channels." + UNUSED + ".type", Object.class.getName());
			for (PropertySource<?> source : new YamlPropertySourceLoader().load("example",
					new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))) {
				for (String key : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
					example.add(key, String.valueOf(source.getProperty(key)));
				}
			}
			return example;
		}

		/** Return whether the example has a channel on Redis. */
		boolean usesRedis() {
			return !this.missing.containsKey(EXCLUDED);
		}

		private void add(String key, String value) {
			this.keys.add(key.replaceAll("\\[\\d+]$", ""));
			Matcher listener = LISTENER.matcher(key);
			if (listener.matches()) {
				this.listeners.add(listener.group(1));
			}
			Matcher listeners = LISTENERS.matcher(key);
			if (listeners.matches()) {
				addReceived(listeners.group(1), Object.class);
			}
			if (key.endsWith(".transport") && value.equals("redis")) {
				this.missing.remove(EXCLUDED);
			}
			if (key.endsWith(".dead-letter")) {
				addReceived(value, FailedValue.class);
			}
		}

		private void addReceived(String channel, Class<?> type) {
			this.received.add(channel);
			this.missing.put("backpressure.channels." + channel + ".type", type.getName());
		}

	}

}
