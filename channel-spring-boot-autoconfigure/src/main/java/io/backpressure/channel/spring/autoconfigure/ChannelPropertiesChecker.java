package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.spring.ChannelNameSyntax;
import io.backpressure.channel.spring.Suggestion;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Channel;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Defaults;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Events;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Checks all properties below {@code backpressure} one by one, before anything is made of
 * them, so that every problem can be told with its place, its reason and a remedy, and
 * all at once. Checks do not need a validation library.
 */
final class ChannelPropertiesChecker {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("backpressure");

	static final Map<String, Check> SETTINGS = Map.ofEntries( //
			Map.entry("buffer-size", Check.bufferSize()), //
			Map.entry("strategy", Check.oneOf(BackpressureStrategy.class)), //
			Map.entry("send-timeout", Check.duration(Duration.ZERO)), //
			Map.entry("receive-timeout", Check.duration(Duration.ZERO)), //
			Map.entry("transport", Check.transport()), //
			Map.entry("propagate-context",
					Check.truthThatNeeds("io.micrometer.context.ContextSnapshotFactory",
							"io.micrometer:context-propagation")), //
			Map.entry("measure-buffer-wait", Check.truth()), //
			Map.entry("watermark.high", Check.watermark()), //
			Map.entry("watermark.low", Check.watermark()), //
			Map.entry("watermark.hold", Check.duration(Duration.ZERO)), //
			Map.entry("health.utilization-above", Check.utilizationLimit()), //
			Map.entry("health.stalled-after", Check.duration(Duration.ZERO)), //
			Map.entry("tags.*", Check.tag()));

	static final Map<String, Check> CHANNEL = with(SETTINGS, "type", Check.loadable());

	static final Map<String, Check> EVENTS = Map.of( //
			"mode", Check.oneOf(Events.Mode.class), //
			"summary-interval", Check.duration(Duration.ofMillis(1)));

	static final Map<String, Check> LISTENER = Map.ofEntries( //
			Map.entry("concurrency", Check.concurrency()), //
			Map.entry("batch-size", Check.number(1)), //
			Map.entry("batch-timeout", Check.duration(Duration.ZERO)), //
			Map.entry("auto-startup", Check.truth()), //
			Map.entry("error-handler", Check.text()), //
			Map.entry("dead-letter", Check.text()), //
			Map.entry("send-to", Check.text()), //
			Map.entry("idle-interval", Check.duration(Duration.ZERO)), //
			Map.entry("retry.max-retries", Check.number(0)), //
			Map.entry("retry.delay", Check.duration(Duration.ZERO)), //
			Map.entry("retry.multiplier", Check.factor()), //
			Map.entry("retry.max-delay", Check.duration(Duration.ofMillis(1))), //
			Map.entry("retry.jitter", Check.duration(Duration.ZERO)), //
			Map.entry("retry.fatal-exceptions", Check.allLoadable()));

	static final Map<String, Check> CONSOLE = Map.of( //
			"enabled", Check.truth(), //
			"extension", Check.localPath());

	static final Check DRAIN_TIMEOUT = Check.drainTimeout();

	static final List<String> LISTENER_SECTIONS = List.of("drain-timeout", "defaults", "channels", "listeners");

	static final List<String> SECTIONS = List.of("enabled", "defaults", "channels", "listener", "events", "console");

	private final Binder binder;

	private final List<Problem> problems = new ArrayList<>();

	private final Map<String, String> spellings = new HashMap<>();

	private ChannelPropertiesChecker(Environment environment) {
		this.binder = Binder.get(environment);
	}

	/**
	 * Check the properties of an environment.
	 * @throws InvalidChannelPropertiesException if there is a problem with any
	 */
	static void check(Environment environment) {
		ChannelPropertiesChecker checker = new ChannelPropertiesChecker(environment);
		Map<ConfigurationPropertyName, ConfigurationProperty> properties = new TreeMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			names(source).forEach((name) -> {
				ConfigurationProperty property = source.getConfigurationProperty(name);
				if (property != null) {
					checker.checkSpelling(name, property);
					properties.putIfAbsent(name, property);
				}
			});
		}
		properties.forEach(checker::checkProperty);
		if (checker.problems.isEmpty()) {
			checker.checkTransports(properties.values());
		}
		if (!checker.problems.isEmpty()) {
			throw new InvalidChannelPropertiesException(checker.problems);
		}
	}

	private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
		return (source instanceof IterableConfigurationPropertySource iterable)
				? iterable.stream().filter(ROOT::isAncestorOf) : Stream.empty();
	}

	private void checkProperty(ConfigurationPropertyName name, ConfigurationProperty property) {
		String section = name.getElement(1, Form.UNIFORM);
		switch (section) {
			case "enabled" -> {
			}
			case "defaults" -> checkKey(name, property, 2, SETTINGS);
			case "events" -> checkKey(name, property, 2, EVENTS);
			case "console" -> checkKey(name, property, 2, CONSOLE);
			case "channels" -> checkChannel(name, property);
			case "listener" -> checkListener(name, property);
			case "redis" -> checkLibrary(property);
			default -> unknown(name, property, 1, SECTIONS);
		}
	}

	/** A section that a library binds, and checks, itself. */
	private void checkLibrary(ConfigurationProperty property) {
		String problem = Check.missing(Check.REDIS_TRANSPORT, Check.REDIS_ARTIFACT);
		if (problem != null && !isExempt(property)) {
			this.problems.add(Problem.of(property, problem));
		}
	}

	/** What is right by itself, and wrong together. */
	private void checkTransports(Collection<ConfigurationProperty> properties) {
		Defaults defaults = this.binder.bindOrCreate("backpressure.defaults", Defaults.class);
		this.binder.bind("backpressure.channels", Bindable.mapOf(String.class, Channel.class))
			.orElseGet(Map::of)
			.forEach((name, channel) -> this.problems.addAll(TransportLimits.check(name, channel.withDefaults(defaults),
					(property) -> find(ConfigurationPropertyName.of(property), properties))));
	}

	private static @Nullable ConfigurationProperty find(ConfigurationPropertyName name,
			Collection<ConfigurationProperty> properties) {
		return properties.stream().filter((property) -> property.getName().equals(name)).findFirst().orElse(null);
	}

	private void checkChannel(ConfigurationPropertyName name, ConfigurationProperty property) {
		if (name.getNumberOfElements() < 3) {
			return; // 'channels:' without any
		}
		String channel = name.getElement(2, Form.ORIGINAL);
		if (!ChannelNameSyntax.isValid(channel)) {
			String corrected = ChannelNameSyntax.corrected(channel);
			this.problems.add(Problem.of(property,
					"'" + channel + "' cannot be the name of a channel: it takes " + ChannelNameSyntax.RULE + "."
							+ (ChannelNameSyntax.isValid(corrected) ? " Write '" + corrected
									+ "', which can also be injected as '" + ChannelNames.camelCase(corrected) + "'."
									: "")));
			return;
		}
		if (name.getNumberOfElements() > 3) {
			checkKey(name, property, 3, CHANNEL);
		}
	}

	private void checkListener(ConfigurationPropertyName name, ConfigurationProperty property) {
		if (name.getNumberOfElements() < 3) {
			return;
		}
		switch (name.getElement(2, Form.UNIFORM)) {
			case "draintimeout" -> DRAIN_TIMEOUT.check(this.binder, property).ifPresent(this.problems::add);
			case "defaults" -> checkKey(name, property, 3, LISTENER);
			case "channels", "listeners" -> checkKey(name, property, 4, LISTENER);
			default -> unknown(name, property, 2, LISTENER_SECTIONS);
		}
	}

	/** Two names that differ by hyphens alone are one to the Binder, and to an alias. */
	private void checkSpelling(ConfigurationPropertyName name, ConfigurationProperty property) {
		if (name.getNumberOfElements() < 3 || !name.getElement(1, Form.UNIFORM).equals("channels")
				|| isExempt(property)) {
			return;
		}
		String channel = name.getElement(2, Form.ORIGINAL);
		String other = this.spellings.putIfAbsent(name.getElement(2, Form.UNIFORM), channel);
		if (other != null && !other.equals(channel)) {
			this.problems.add(Problem.of(property, "The names '" + other + "' and '" + channel
					+ "' differ by hyphens or capitals alone, which makes them one name. Rename one of the channels."));
		}
	}

	private void checkKey(ConfigurationPropertyName name, ConfigurationProperty property, int position,
			Map<String, Check> checks) {
		if (name.getNumberOfElements() <= position) {
			return;
		}
		Check check = checks.entrySet()
			.stream()
			.filter((entry) -> isKey(name, position, entry.getKey().split("\\.")))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
		if (check != null) {
			check.check(this.binder, property).ifPresent(this.problems::add);
		}
		else if (!isEmptySection(name, property, position, checks)) {
			unknown(name, property, position, checks.keySet().stream().sorted().toList());
		}
	}

	/** Whether a name goes on with a key from a position, or with an element of it. */
	private static boolean isKey(ConfigurationPropertyName name, int position, String[] key) {
		int left = name.getNumberOfElements() - position;
		if (left != key.length && !(left == key.length + 1 && name.isLastElementIndexed())) {
			return false;
		}
		for (int element = 0; element < key.length; element++) {
			if (!key[element].equals("*")
					&& !name.getElement(position + element, Form.UNIFORM).equals(key[element].replace("-", ""))) {
				return false;
			}
		}
		return true;
	}

	/** Whether this is a heading with nothing below it. */
	private static boolean isEmptySection(ConfigurationPropertyName name, ConfigurationProperty property, int position,
			Map<String, Check> checks) {
		String section = name.getElement(position, Form.UNIFORM) + ".";
		return name.getNumberOfElements() == position + 1 && String.valueOf(property.getValue()).isBlank()
				&& checks.keySet().stream().anyMatch((key) -> key.startsWith(section));
	}

	private void unknown(ConfigurationPropertyName name, ConfigurationProperty property, int position,
			List<String> valid) {
		if (isExempt(property)) {
			return;
		}
		boolean nested = valid.stream().anyMatch((candidate) -> candidate.contains("."));
		String key = IntStream.range(position, nested ? name.getNumberOfElements() : position + 1)
			.mapToObj((element) -> name.getElement(element, Form.ORIGINAL))
			.collect(Collectors.joining("."));
		this.problems
			.add(Problem.of(property, "There is no such property: '" + key + "'." + Suggestion.of(key, valid)));
	}

	/** As Spring Boot does: these belong to more than one application. */
	private static boolean isExempt(ConfigurationProperty property) {
		Object source = (property.getSource() != null) ? property.getSource().getUnderlyingSource() : null;
		return source instanceof PropertySource<?> underlying
				&& (underlying.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
						|| underlying.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME));
	}

	private static Map<String, Check> with(Map<String, Check> checks, String key, Check check) {
		Map<String, Check> all = new HashMap<>(checks);
		all.put(key, check);
		return Map.copyOf(all);
	}

	/** Bind one property as the Binder would within the whole; the result is not used. */
	static <V> @Nullable V bind(Binder binder, ConfigurationProperty property, Class<V> type) throws BindException {
		return binder.bind(property.getName(), Bindable.of(type)).orElse(null);
	}

}
