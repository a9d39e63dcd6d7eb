package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.backpressure.demo.docs.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Consistency of alerts, dashboard and manual with the meters of the order desk and with
 * each other.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class ObservabilityTests {

	/** Labels that Prometheus adds to each scrape. */
	private static final Set<String> OF_THE_TARGET = Set.of("instance", "job");

	private final Scrape scrape;

	ObservabilityTests(@LocalServerPort int port) throws IOException {
		this.scrape = new Scrape(String.valueOf(RestClient.create("http://localhost:" + port)
			.get()
			.uri("/actuator/prometheus")
			.retrieve()
			.body(String.class)));
		for (Observability.Rule rule : Observability.exemptions()) {
			this.scrape.add(rule.name(), rule.labels());
		}
		for (Observability.Rule alert : Observability.alerts()) {
			this.scrape.add("backpressure:exempt", Map.of("alert", alert.name()));
			Map<String, String> labels = new LinkedHashMap<>(alert.labels());
			labels.put("alertname", alert.name());
			labels.put("alertstate", "pending");
			PromQl.parse(alert.expression())
				.selectors()
				.forEach((selector) -> this.scrape.labels(selector.metric())
					.forEach((label, values) -> labels.put(label, values.iterator().next())));
			this.scrape.add("ALERTS", labels);
		}
	}

	@Test
	void everyMetricAndLabelIsScraped() throws IOException {
		List<String> expressions = new ArrayList<>(Observability.queries());
		Observability.alerts().forEach((alert) -> expressions.add(alert.expression()));
		expressions.addAll(Observability.variables());
		expressions.addAll(Observability.examples());
		assertThat(expressions).hasSizeGreaterThan(60).allSatisfy(this::assertScraped);
	}

	private void assertScraped(String expression) {
		PromQl parsed = PromQl.parse(expression);
		assertThat(parsed.selectors()).isNotEmpty();
		for (PromQl.Selector selector : parsed.selectors()) {
			assertThat(this.scrape.metrics()).contains(selector.metric());
			Map<String, Set<String>> labels = this.scrape.labels(selector.metric());
			selector.matchers().forEach((label, matcher) -> {
				assertThat(known(labels)).contains(label);
				if (matcher.startsWith("=\"")) {
					assertThat(labels.get(label)).contains(matcher.substring(2, matcher.length() - 1));
				}
			});
			if (!isOfRules(selector)) {
				assertThat(known(labels)).as("labels of " + selector.metric()).containsAll(parsed.grouping());
			}
		}
	}

	/** Return whether a metric is recorded by a rule of Prometheus. */
	private static boolean isOfRules(PromQl.Selector selector) {
		return selector.metric().contains(":") || selector.metric().equals("ALERTS");
	}

	private static Set<String> known(Map<String, Set<String>> labels) {
		Set<String> known = new HashSet<>(labels.keySet());
		known.addAll(OF_THE_TARGET);
		return known;
	}

	@Test
	void alertTextsUseOnlyLabelsOfTheirMetric() throws IOException {
		assertThat(Observability.alerts()).hasSize(12).allSatisfy((alert) -> {
			String metric = PromQl.parse(alert.expression()).selectors().get(0).metric();
			String text = String.join("\n", alert.annotations().values());
			assertThat(Observability.matches("\\$labels\\.(\\w+)", text)).contains("channel")
				.allSatisfy((label) -> assertThat(known(this.scrape.labels(metric))).contains(label));
			assertThat(alert.labels().get("severity")).isIn("critical", "warning", "info");
			assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook");
			assertThat(alert.annotations().get("description")).contains("$labels.application", "$labels.instance");
		});
	}

	@Test
	void eachAlertIsDocumentedAndAllowsExemptions() throws IOException {
		List<String> anchors = Observability.anchors();
		String manual = Observability.manual();
		List<Observability.Rule> alerts = Observability.alerts();
		assertThat(alerts).extracting(Observability.Rule::name).doesNotHaveDuplicates().allSatisfy((name) -> {
			assertThat(name).startsWith("Backpressure");
			assertThat(manual).contains("`" + name + "`");
		});
		assertThat(alerts).allSatisfy((alert) -> {
			assertThat(alert.annotations().get("runbook")).startsWith("docs/operations.md#");
			assertThat(anchors).contains(alert.annotations().get("runbook").substring("docs/operations.md#".length()));
			assertThat(alert.expression())
				.endsWith("unless on (application, channel) backpressure:exempt{alert=\"" + alert.name() + "\"}");
		});
		assertThat(Observability.matches("\\]\\(#([^)]+)\\)", manual)).isNotEmpty()
			.allSatisfy((anchor) -> assertThat(anchors).contains(anchor));
		assertThat(Observability.matches("\\]\\((\\.\\.?/[^)#]+)", manual)).isNotEmpty()
			.allSatisfy((file) -> assertThat(Path.of("..", "docs").resolve(file)).exists());
	}

	@Test
	void manualNamesOnlyExistingPropertiesAndTypes() throws IOException {
		String manual = Observability.manual() + Documents.text("docs/monitoring.md");
		List<String> properties = Documents.properties("docs/properties.md");
		assertThat(Observability
			.matches("`((?:backpressure|health|watermark)\\.[a-z.-]*[a-z]|measure-buffer-wait)(?=[`:])", manual)
			.filter((name) -> !List.of("backpressure.defaults", "backpressure.json", "backpressure.console.enabled")
				.contains(name))
			.map((name) -> name.replace("listener.channels.orders", "listener.defaults"))).hasSizeGreaterThan(8)
			.allSatisfy((name) -> assertThat(properties).anySatisfy((known) -> assertThat(known).endsWith(name)));
		Set<String> types = Documents.files(".*/src/main/java/.*")
			.stream()
			.map((file) -> file.getFileName().toString().replace(".java", ""))
			.collect(Collectors.toSet());
		assertThat(Observability.matches("`((?:Channel|Listener|Undelivered)[A-Z]\\w+)`", manual)).hasSizeGreaterThan(8)
			.allSatisfy((name) -> assertThat(types).contains(name));
	}

	@Test
	void documentedRulesAreReadable() throws IOException {
		List<Object> examples = Documents.blocks("yaml")
			.stream()
			.filter((block) -> block.info().equals("yaml prometheus"))
			.<Object>map((block) -> new Yaml().load(block.text()))
			.toList();
		assertThat(examples).hasSize(2).allSatisfy((yaml) -> {
			if (yaml instanceof List<?> rules) {
				assertThat(rules).allSatisfy((rule) -> {
					String expression = String.valueOf(((Map<?, ?>) rule).get("expr"));
					assertThat(PromQl.parse(expression).selectors()).isNotEmpty();
				});
			}
		});
	}

	@Test
	void exemptionsNameExistingChannelsAndAlerts() throws IOException {
		Set<String> channels = this.scrape.labels("backpressure_channel_buffer_capacity_messages").get("channel");
		assertThat(Observability.exemptions()).isNotEmpty().allSatisfy((rule) -> {
			assertThat(rule.name()).isEqualTo("backpressure:exempt");
			assertThat(rule.labels()).containsOnlyKeys("alert", "application", "channel")
				.containsEntry("application", "order-desk");
			assertThat(channels).contains(rule.labels().get("channel"));
			assertThat(Observability.alerts()).extracting(Observability.Rule::name)
				.contains(rule.labels().get("alert"));
		});
	}

	@Test
	void eachPanelIsValidForGrafana() throws IOException {
		JsonNode dashboard = Observability.dashboard();
		assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
		assertThat(dashboard.get("uid").asString()).isNotEmpty();
		assertThat(dashboard.get("panels").valueStream().map((panel) -> panel.get("id").asInt()))
			.doesNotHaveDuplicates();
		assertThat(Observability.panels()).hasSizeGreaterThan(30).allSatisfy((panel) -> {
			assertThat(panel.get("title").asString()).isNotBlank();
			assertThat(panel.get("description").asString()).endsWith(".");
			assertThat(panel.get("fieldConfig").get("defaults").get("unit").asString()).isNotBlank();
			assertThat(dataSource(panel)).isEqualTo("${DS_PROMETHEUS}");
			assertThat(panel.get("targets").valueStream()).isNotEmpty().allSatisfy((target) -> {
				assertThat(dataSource(target)).isEqualTo("${DS_PROMETHEUS}");
				PromQl query = PromQl.parse(target.get("expr").asString());
				assertThat(query.selectors()).filteredOn((selector) -> !selector.metric().contains(":"))
					.allSatisfy((selector) -> assertThat(selector.matchers())
						.containsEntry("application", "=~\"$application\"")
						.containsEntry("instance", "=~\"$instance\"")
						.containsEntry("channel", "=~\"$channel\""));
				Set<String> labels = query.by().isEmpty() ? known(this.scrape.labels(query.selectors().get(0).metric()))
						: query.by();
				assertThat(Observability.matches("\\{\\{(\\w+)}}", target.get("legendFormat").asString()))
					.allSatisfy((label) -> assertThat(labels).contains(label));
			});
			assertThat(panel.get("targets").valueStream().map((target) -> target.get("refId").asString()))
				.doesNotHaveDuplicates();
		});
	}

	private static String dataSource(JsonNode node) {
		assertThat(node.get("datasource").get("type").asString()).isEqualTo("prometheus");
		return node.get("datasource").get("uid").asString();
	}

	@Test
	void panelsDoNotOverlap() throws IOException {
		Map<String, String> taken = new LinkedHashMap<>();
		for (JsonNode panel : Observability.dashboard().get("panels")) {
			JsonNode position = panel.get("gridPos");
			String title = panel.get("title").asString();
			assertThat(position.get("x").asInt() + position.get("w").asInt()).as(title).isBetween(1, 24);
			for (int x = 0; x < position.get("w").asInt(); x++) {
				for (int y = 0; y < position.get("h").asInt(); y++) {
					String cell = (position.get("x").asInt() + x) + "," + (position.get("y").asInt() + y);
					assertThat(taken.put(cell, title)).as(title + " at " + cell).isNull();
				}
			}
		}
	}

	@Test
	void variablesSelectOneSeveralOrAllValues() throws IOException {
		Map<String, JsonNode> variables = new LinkedHashMap<>();
		Observability.dashboard()
			.get("templating")
			.get("list")
			.forEach((variable) -> variables.put(variable.get("name").asString(), variable));
		assertThat(variables).containsOnlyKeys("DS_PROMETHEUS", "application", "instance", "channel");
		assertThat(variables.remove("DS_PROMETHEUS").get("query").asString()).isEqualTo("prometheus");
		assertThat(variables.values()).allSatisfy((variable) -> {
			assertThat(dataSource(variable)).isEqualTo("${DS_PROMETHEUS}");
			assertThat(variable.get("multi").asBoolean()).isTrue();
			assertThat(variable.get("includeAll").asBoolean()).isTrue();
			assertThat(variable.get("allValue").asString()).isEqualTo(".*");
		});
	}

	/**
	 * If the description of a panel says "At the line", the panel draws the limits of the
	 * alerts that the description names.
	 */
	@Test
	void dashboardLinesMatchAlertLimits() throws IOException {
		Map<String, String> alerts = new LinkedHashMap<>();
		Observability.alerts().forEach((alert) -> alerts.put(alert.name(), alert.expression()));
		List<String> drawn = new ArrayList<>();
		for (JsonNode panel : Observability.panels()) {
			String description = panel.get("description").asString();
			if (description.startsWith("At the line") || description.contains(" At the line")) {
				List<String> named = Observability.matches("\\b(Backpressure\\w+)", description).toList();
				assertThat(named).isNotEmpty();
				Stream<String> limits = named.stream()
					.flatMap((name) -> Observability.matches(">=? ([0-9.]+)",
							alerts.getOrDefault(name, "").replaceAll("and .*", "")));
				assertThat(limits).as(description)
					.map(Double::valueOf)
					.containsExactlyElementsOf(panel.get("fieldConfig")
						.get("defaults")
						.get("thresholds")
						.get("steps")
						.valueStream()
						.filter((step) -> !step.get("value").isNull())
						.map((step) -> step.get("value").asDouble())
						.toList());
				drawn.addAll(named);
			}
		}
		assertThat(drawn).hasSize(7).doesNotHaveDuplicates();
	}

	@Test
	void promtoolAcceptsTheRulesAndEveryQuery(@TempDir Path directory) throws Exception {
		StringBuilder rules = new StringBuilder("groups:\n- name: queries\n  rules:\n");
		for (String query : Stream.concat(Observability.queries().stream(), Observability.examples().stream())
			.map(Observability::expanded)
			.toList()) {
			rules.append("  - record: query:").append(rules.length()).append("\n    expr: |\n");
			query.lines().forEach((line) -> rules.append("      ").append(line).append('\n'));
		}
		Path queries = Files.writeString(directory.resolve("queries.yml"), rules);
		for (Path file : List.of(Observability.ALERTS, Observability.EXEMPTIONS, queries)) {
			assertThat(Promtool.run(file, "check", "rules", file.toString())).contains("SUCCESS");
		}
	}

	@Test
	void promtoolSeesEachAlertFireAndNotFire() throws Exception {
		assertThat(Promtool.run(Observability.TESTS, "test", "rules", Observability.TESTS.toString()))
			.contains("SUCCESS");
		String tests = Files.readString(Observability.TESTS);
		String exemptions = Files.readString(Observability.EXEMPTIONS);
		assertThat(Observability.alerts()).allSatisfy((alert) -> {
			assertThat(tests).contains("alertname: " + alert.name() + "\n    exp_alerts: []");
			assertThat(tests).contains("alertname: " + alert.name() + "\n    exp_alerts:\n");
			assertThat(tests + exemptions).as("an exemption from " + alert.name())
				.containsAnyOf("alert=\"" + alert.name() + "\"", "alert: " + alert.name());
		});
	}

}
