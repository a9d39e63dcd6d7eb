package io.backpressure.demo;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Metrics of a scrape, each with the values of its labels.
 */
final class Scrape {

	private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? [^ ]+");

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

	private final Map<String, Map<String, Set<String>>> metrics = new HashMap<>();

	/**
	 * Read the response of an application to a scrape.
	 */
	Scrape(String text) {
		text.lines().filter((line) -> !line.startsWith("#")).forEach((line) -> {
			Matcher sample = SAMPLE.matcher(line);
			if (!sample.matches()) {
				throw new IllegalArgumentException("Not a sample: " + line);
			}
			Map<String, String> labels = new LinkedHashMap<>();
			if (sample.group(2) != null) {
				LABEL.matcher(sample.group(2)).results().forEach((label) -> labels.put(label.group(1), label.group(2)));
			}
			add(sample.group(1), labels);
		});
	}

	/** Add a series that the application does not export. */
	void add(String metric, Map<String, String> labels) {
		Map<String, Set<String>> known = this.metrics.computeIfAbsent(metric, (name) -> new LinkedHashMap<>());
		labels.forEach((label, value) -> known.computeIfAbsent(label, (name) -> new LinkedHashSet<>()).add(value));
	}

	/** Return the metrics. */
	Set<String> metrics() {
		return this.metrics.keySet();
	}

	/**
	 * Return the values of the labels of a metric, or none if there is no such metric.
	 */
	Map<String, Set<String>> labels(String metric) {
		return this.metrics.getOrDefault(metric, Map.of());
	}

}
