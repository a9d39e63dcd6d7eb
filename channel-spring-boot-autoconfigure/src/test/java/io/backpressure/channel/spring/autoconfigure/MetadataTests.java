package io.backpressure.channel.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE knows of the properties.
 */
class MetadataTests {

	@Test
	void everyPropertyIsDescribedByTheRules() throws IOException {
		List<JsonNode> properties = properties();
		assertThat(properties).extracting((property) -> property.get("name").asString())
			.containsExactlyInAnyOrder("backpressure.enabled", "backpressure.channels",
					"backpressure.defaults.buffer-size", "backpressure.defaults.strategy",
					"backpressure.defaults.send-timeout", "backpressure.defaults.receive-timeout",
					"backpressure.events.mode", "backpressure.events.summary-interval");
		assertThat(properties).allSatisfy((property) -> {
			assertThat(property.has("description")).as("description of %s", property.get("name")).isTrue();
			assertDescription(property.get("description").asString(), property.get("type").asString());
		});
	}

	@Test
	void everyDefaultIsKnown() throws IOException {
		assertThat(properties()).filteredOn((property) -> !property.get("name").asString().endsWith("channels"))
			.allMatch((property) -> property.has("defaultValue"));
	}

	@Test
	void everySettingOfAChannelIsDescribedByTheRules() throws IOException {
		String source = Files
			.readString(Path.of("src/main/java", ChannelProperties.class.getName().replace('.', '/') + ".java"));
		String javadoc = source.substring(source.indexOf("One channel; what it does not set"),
				source.indexOf("public record Channel("));
		for (RecordComponent component : ChannelProperties.Channel.class.getRecordComponents()) {
			assertThat(javadoc).contains("@param " + component.getName() + " ");
			String description = javadoc.substring(javadoc.indexOf("@param " + component.getName()))
				.replaceFirst("@param \\w+ ", "")
				.split("@param|\\*/")[0].replaceAll("\\s*\\n\\s*\\*\\s*", " ")
				.strip();
			assertDescription(description, component.getType().getName());
		}
	}

	@Test
	void theCheckerKnowsTheSameKeysAsTheProperties() {
		assertThat(ChannelPropertiesChecker.SECTIONS)
			.containsExactlyInAnyOrderElementsOf(keys(ChannelProperties.class));
		assertThat(ChannelPropertiesChecker.SETTINGS.keySet())
			.containsExactlyInAnyOrderElementsOf(keys(ChannelProperties.Defaults.class));
		assertThat(ChannelPropertiesChecker.CHANNEL.keySet())
			.containsExactlyInAnyOrderElementsOf(keys(ChannelProperties.Channel.class));
		assertThat(ChannelPropertiesChecker.EVENTS.keySet())
			.containsExactlyInAnyOrderElementsOf(keys(ChannelProperties.Events.class));
	}

	private static void assertDescription(String description, String type) {
		assertThat(description).endsWith(".")
			.doesNotStartWith("The ")
			.doesNotStartWith("A ")
			.doesNotContain("efault is");
		assertThat(Character.isUpperCase(description.charAt(0))).isTrue();
		if (type.equals("java.lang.Boolean")) {
			assertThat(description).startsWith("Whether ");
		}
	}

	private static List<String> keys(Class<?> record) {
		return Arrays.stream(record.getRecordComponents())
			.map(RecordComponent::getName)
			.map(DataObjectPropertyName::toDashedForm)
			.toList();
	}

	private static List<JsonNode> properties() throws IOException {
		try (InputStream json = ChannelProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonNode metadata = JsonMapper.shared().readTree(json);
			return Stream.of(metadata.get("properties"))
				.flatMap((array) -> array.valueStream())
				.filter((property) -> property.get("name").asString().startsWith("backpressure"))
				.toList();
		}
	}

}
