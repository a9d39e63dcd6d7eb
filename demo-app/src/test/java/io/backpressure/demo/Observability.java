package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.backpressure.demo.docs.Documents;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files in the directory {@code observability} and the manual that belongs to them.
 */
final class Observability {

	static final Path DIRECTORY = Path.of("..", "observability").toAbsolutePath().normalize();

	static final Path ALERTS = DIRECTORY.resolve("prometheus/alerts.yml");

	static final Path EXEMPTIONS = DIRECTORY.resolve("prometheus/exemptions.yml");

	static final Path TESTS = DIRECTORY.resolve("prometheus/alerts.test.yml");

	private static final Path DASHBOARD = DIRECTORY.resolve("grafana/backpressure.json");

	private static final Path MANUAL = Path.of("..", "docs", "operations.md");

	private Observability() {
	}

	/** Return the alerts. */
	static List<Rule> alerts() throws IOException {
		return rules(ALERTS);
	}

	/** Return the rules that exempt a channel from an alert. */
	static List<Rule> exemptions() throws IOException {
		return rules(EXEMPTIONS);
	}

	private static List<Rule> rules(Path file) throws IOException {
		List<Rule> rules = new ArrayList<>();
		Map<String, List<Map<String, Object>>> yaml = new Yaml().load(Files.readString(file));
		for (Map<String, Object> group : yaml.getOrDefault("groups", List.of())) {
			List<Map<?, ?>> inGroup = cast(group.get("rules"));
			for (Map<?, ?> rule : inGroup) {
				rules.add(new Rule(String.valueOf(rule.containsKey("alert") ? rule.get("alert") : rule.get("record")),
						String.valueOf(rule.get("expr")), strings(rule.get("labels")),
						strings(rule.get("annotations"))));
			}
		}
		return rules;
	}

	@SuppressWarnings("unchecked")
	private static <T> T cast(Object value) {
		return (T) value;
	}

	private static Map<String, String> strings(Object map) {
		return (map != null) ? cast(map) : Map.of();
	}

	/** Return the dashboard. */
	static JsonNode dashboard() throws IOException {
		return JsonMapper.shared().readTree(DASHBOARD.toFile());
	}

	/** Return the panels of the dashboard without its headings. */
	static List<JsonNode> panels() throws IOException {
		return dashboard().get("panels")
			.valueStream()
			.filter((panel) -> !panel.get("type").asString().equals("row"))
			.toList();
	}

	/**
	 * Return the expressions of the dashboard, with the variables of Grafana unresolved.
	 */
	static List<String> queries() throws IOException {
		return panels().stream()
			.flatMap((panel) -> panel.get("targets").valueStream())
			.map((target) -> target.get("expr").asString())
			.toList();
	}

	/** Return the queries from which Grafana fills the variables of the dashboard. */
	static List<String> variables() throws IOException {
		return dashboard().get("templating")
			.get("list")
			.valueStream()
			.filter((variable) -> variable.get("type").asString().equals("query"))
			.map((variable) -> variable.get("query").get("query").asString())
			.toList();
	}

	/** Return a query with its variables resolved as if all values were selected. */
	static String expanded(String query) {
		return query.replace("$__rate_interval", "1m").replaceAll("\\$(application|instance|channel)\\b", ".*");
	}

	/** Return the text of the manual. */
	static String manual() throws IOException {
		return Files.readString(MANUAL);
	}

	/** Return the PromQL expressions in the documentation. */
	static List<String> examples() throws IOException {
		return Documents.blocks("promql").stream().map(Documents.Block::text).toList();
	}

	/** Return the anchors of the headings in the manual. */
	static List<String> anchors() throws IOException {
		return matches("(?m)^#+ (.*)$", manual()).map((heading) -> heading.toLowerCase().replace(' ', '-')).toList();
	}

	/** Return the first group of each match of a pattern. */
	static Stream<String> matches(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results().map((MatchResult match) -> match.group(1));
	}

	/**
	 * Rule of Prometheus.
	 *
	 * @param name the name of the alert or of the recorded series
	 * @param expression the expression of the alert or of the recorded series
	 * @param labels the labels that the rule adds
	 * @param annotations the texts of the alert
	 */
	record Rule(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {

	}

}
