package io.backpressure.channel.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.backpressure.channel.spring.support.Suggestion;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.env.Environment;

/**
 * Check of the entries below {@code backpressure} that have settings for channels and
 * listeners. An entry is unknown if no channel or listener has its name. An unknown entry
 * is an error if its name is probably a misspelling of an existing name. Otherwise it
 * causes a warning, since code may still create channels and listeners later. An unknown
 * entry from an environment variable or a system property never causes more than a
 * warning, since several applications may share the variable.
 *
 * @since 0.1.0
 */
public final class EntryCheck {

	private static final Log logger = LogFactory.getLog(EntryCheck.class);

	/** Shortest name that is checked for typos; shorter names are similar by chance. */
	private static final int SHORTEST_TYPO = 4;

	private final SectionBinder binder;

	private final List<Problem> problems = new ArrayList<>();

	/**
	 * Create a check.
	 * @param environment the environment with the properties
	 */
	public EntryCheck(Environment environment) {
		this.binder = SectionBinder.of(environment);
	}

	/**
	 * Check the entries of all maps with settings of channels, except for the map that
	 * declares the channels.
	 * @param known the names of the channels that exist
	 * @return this check
	 */
	public EntryCheck channels(Collection<String> known) {
		entries("backpressure.listener.channels", "channel", known);
		Transports.channels().keySet().forEach((map) -> entries(map, "channel", known));
		return this;
	}

	/**
	 * Check the entries of a map.
	 * @param map the name of the map, such as {@code backpressure.listener.channels}
	 * @param kind the kind of the entries, such as {@code channel}
	 * @param known the names that exist
	 * @return this check
	 */
	public EntryCheck entries(String map, String kind, Collection<String> known) {
		Map<String, ConfigurationProperty> entries = this.binder.entryProperties(map);
		Set<String> names = new TreeSet<>(SectionBinder.BY_SPELLING);
		names.addAll(known);
		Set<String> free = new TreeSet<>(names);
		free.removeIf(entries::containsKey);
		entries.forEach((name, property) -> {
			if (!names.contains(name)) {
				String reason = "There is no " + kind + " '" + name + "'." + Suggestion.of(name, known);
				boolean typo = !Variables.contains(property) && isTypo(name, free);
				this.problems.add(typo ? Problem.of(property, reason) : Problem.warning(property,
						reason + " The settings apply only if the " + kind + " is created in code later."));
			}
		});
		return this;
	}

	/**
	 * Return whether a name is probably a misspelling of a known name.
	 * @param free the known names without an entry. A known name that has an entry was
	 * evidently spelled correctly, and so is not considered
	 */
	private static boolean isTypo(String name, Collection<String> free) {
		return name.length() >= SHORTEST_TYPO && Suggestion.nearest(name, free)
			.filter((near) -> !withoutDigits(near).equals(withoutDigits(name)))
			.isPresent();
	}

	/**
	 * Return a name without its digits. Two names that differ only in a number probably
	 * belong to two channels or listeners.
	 */
	private static String withoutDigits(String name) {
		return name.replaceAll("\\d", "");
	}

	/**
	 * Log the warnings, and fail the start if there are errors.
	 */
	public void report() {
		Problem.report(this.problems, logger);
	}

}
