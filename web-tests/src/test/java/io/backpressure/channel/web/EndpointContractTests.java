package io.backpressure.channel.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON of the endpoint. The Jackson settings of an application do not change it.
 */
class EndpointContractTests {

	@ParameterizedTest
	@ValueSource(strings = { "spring.jackson.property-naming-strategy=SNAKE_CASE",
			"spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE",
			"spring.jackson.default-property-inclusion=non_null",
			"spring.jackson.default-property-inclusion=non_default",
			"spring.jackson.datatype.datetime.write-dates-as-timestamps=true",
			"spring.jackson.datatype.enum.write-enums-to-lowercase=true",
			"spring.jackson.serialization.wrap-root-value=true",
			"spring.jackson.json.write.write-numbers-as-strings=true" })
	void applicationSettingsDoNotChangeJson(String setting) throws IOException {
		JsonNode list = documented(0);
		JsonNode details = documented(1);
		try (RunningApplication application = RunningApplication.start(OpenApplication.class, setting)) {
			application.channel("orders").trySend("a value");
			JsonNode all = application.json("/actuator/backpressure");
			assertThat(names(all)).containsExactly("time", "channels");
			assertThat(all.get("time").asString()).endsWith("Z");
			JsonNode orders = all.get("channels").get(0);
			assertSameShape(orders, list);
			assertThat(orders.get("strategy").asString()).isEqualTo("BLOCK");
			assertThat(orders.get("size").isInt()).isTrue();
			assertThat(orders.get("lastReceive").isNull()).isTrue();
			assertThat(orders.get("listeners").get(0).get("state").asString()).isEqualTo("STOPPED");
			JsonNode one = application.json("/actuator/backpressure/orders");
			List<String> expected = names(list);
			expected.addAll(names(details));
			assertThat(names(one)).containsExactlyElementsOf(expected);
			assertSameNames(one.get("settings").get("buffer-size"), details.get("settings").get("buffer-size"));
			assertThat(one.get("settings").get("buffer-size").get("origin").isNull()).isTrue();
			assertSameNames(one.get("events").get(0), details.get("events").get(0));
			JsonNode outcome = JsonMapper.shared()
				.readTree(application.post("/actuator/backpressure/orders", "{\"action\": \"purge\"}").body());
			assertThat(names(outcome)).containsExactly("channel", "action", "values", "text");
			JsonNode refusal = application.json("/actuator/backpressure/nothing");
			assertThat(names(refusal)).containsExactly("reason");
		}
	}

	private static void assertSameShape(JsonNode actual, JsonNode documented) {
		assertSameNames(actual, documented);
		assertSameNames(actual.get("rates"), documented.get("rates"));
		assertSameNames(actual.get("listeners").get(0), documented.get("listeners").get(0));
	}

	private static void assertSameNames(JsonNode actual, JsonNode documented) {
		assertThat(names(actual)).containsExactlyElementsOf(names(documented));
	}

	private static List<String> names(JsonNode object) {
		return new ArrayList<>(object.propertyNames());
	}

	/** Return the JSON example with the given index in docs/endpoint.md. */
	private static JsonNode documented(int index) throws IOException {
		String text = Files.readString(Path.of("..", "docs", "endpoint.md"));
		List<String> examples = Pattern.compile("(?s)```json\n(.*?)```")
			.matcher(text)
			.results()
			.map((match) -> match.group(1))
			.toList();
		return JsonMapper.shared().readTree(examples.get(index));
	}

}
