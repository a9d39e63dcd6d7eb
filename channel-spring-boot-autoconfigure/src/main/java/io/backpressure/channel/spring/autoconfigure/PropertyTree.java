package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Events;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Entries;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Match;
import io.backpressure.channel.spring.autoconfigure.PropertyNode.Section;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Tree of all properties below {@code backpressure}, with the checks of their values.
 */
final class PropertyTree {

	static final ConfigurationPropertyName ROOT_NAME = ConfigurationPropertyName.of("backpressure");

	static final Section DEFAULTS = ChannelSettings.section(Setting::isInherited);

	static final Section CHANNEL = ChannelSettings.section((setting) -> true);

	static final Section LISTENER = PropertyNode.section( //
			"concurrency", PropertyNode.value(Check.concurrency()), //
			"batch-size", PropertyNode.value(Check.number(1)), //
			"batch-timeout", PropertyNode.value(Check.duration(Duration.ZERO)), //
			"auto-startup", PropertyNode.value(Check.truth()), //
			"error-handler", PropertyNode.value(Check.name()), //
			"dead-letter", PropertyNode.value(Check.name()), //
			"send-to", PropertyNode.value(Check.name()), //
			"idle-interval", PropertyNode.value(Check.duration(Duration.ZERO)), //
			"retry", PropertyNode.section( //
					"max-retries", PropertyNode.value(Check.number(0)), //
					"delay", PropertyNode.value(Check.duration(Duration.ZERO)), //
					"multiplier", PropertyNode.value(Check.factor()), //
					"max-delay", PropertyNode.value(Check.duration(Duration.ofMillis(1))), //
					"jitter", PropertyNode.value(Check.duration(Duration.ZERO)), //
					"fatal-exceptions", PropertyNode.list(Check.exceptionTypes())));

	static final Section LISTENERS = PropertyNode.section( //
			"drain-timeout", PropertyNode.value(Check.drainTimeout()), //
			"defaults", LISTENER, //
			"channels", new Entries(LISTENER), //
			"listeners", new Entries(LISTENER));

	static final Section EVENTS = PropertyNode.section( //
			"mode", PropertyNode.value(Check.oneOf(Events.Mode.class)), //
			"summary-interval", PropertyNode.value(Check.duration(Duration.ofMillis(1))));

	static final Section CONSOLE = PropertyNode.section( //
			"enabled", PropertyNode.value(Check.truth()), //
			"extension", PropertyNode.value(Check.localPath()));

	static final Section ROOT = withTransports(PropertyNode.section( //
			"enabled", PropertyNode.value(Check.truth()), //
			"defaults", DEFAULTS, //
			"channels", new Entries(CHANNEL), //
			"listener", LISTENERS, //
			"events", EVENTS, //
			"console", CONSOLE));

	private PropertyTree() {
	}

	private static Section withTransports(Section root) {
		Section all = root;
		for (Map.Entry<String, Section> transport : Transports.SECTIONS.entrySet()) {
			all = all.with(transport.getKey(), transport.getValue());
		}
		return all;
	}

	static boolean isBelowRoot(ConfigurationPropertyName name) {
		return ROOT_NAME.isAncestorOf(name);
	}

	/**
	 * Match a name below {@code backpressure} with the tree.
	 */
	static Match match(ConfigurationPropertyName name) {
		return ROOT.match(name, 1);
	}

}
