package io.backpressure.channel.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.backpressure.channel.spring.listener.ListenerOptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Metadata that describes the properties to IDEs.
 */
class MetadataTests {

	private static final Set<Class<?>> SECTIONS = Set.of(ChannelProperties.Watermark.class,
			ChannelProperties.Health.class, ListenerOptions.Retry.class);

	@Test
	void everyPropertyHasValidDescription() throws IOException {
		List<JsonNode> properties = properties();
		List<String> expected = new ArrayList<>(
				List.of("backpressure.enabled", "backpressure.channels", "backpressure.listener.drain-timeout",
						"backpressure.listener.channels", "backpressure.listener.listeners"));
		add(expected, "backpressure.defaults.", PropertyTree.DEFAULTS);
		add(expected, "backpressure.events.", PropertyTree.EVENTS);
		add(expected, "backpressure.console.", PropertyTree.CONSOLE);
		add(expected, "backpressure.listener.defaults.", PropertyTree.LISTENER);
		assertThat(properties).extracting((property) -> property.get("name").asString())
			.containsExactlyInAnyOrderElementsOf(expected);
		assertThat(properties).allSatisfy((property) -> {
			assertThat(property.has("description")).as("description of %s", property.get("name")).isTrue();
			assertDescription(property.get("description").asString(), property.get("type").asString());
		});
	}

	@Test
	void everyDefaultIsInMetadata() throws IOException {
		assertThat(properties()).filteredOn((property) -> !property.has("defaultValue"))
			.extracting((property) -> property.get("name").asString())
			.containsExactlyInAnyOrder("backpressure.channels", "backpressure.listener.channels",
					"backpressure.listener.listeners", "backpressure.listener.drain-timeout",
					"backpressure.defaults.tags", "backpressure.defaults.watermark.high",
					"backpressure.defaults.watermark.low", "backpressure.defaults.health.utilization-above",
					"backpressure.defaults.health.stalled-after", "backpressure.listener.defaults.error-handler",
					"backpressure.listener.defaults.dead-letter", "backpressure.listener.defaults.send-to",
					"backpressure.listener.defaults.retry.max-retries",
					"backpressure.listener.defaults.retry.max-delay",
					"backpressure.listener.defaults.retry.fatal-exceptions", "backpressure.console.extension");
	}

	@Test
	void everyChannelSettingHasValidDescription() throws IOException {
		String source = Files.readString(Path.of("../channel-spring-boot-autoconfigure/src/main/java",
				ChannelProperties.class.getName().replace('.', '/') + ".java"));
		String javadoc = source.substring(source.indexOf("Settings of one channel. The"),
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
	void propertyTreeMatchesProperties() {
		assertThat(PropertyTree.ROOT.children()).containsOnlyKeys(
				Stream.concat(keys(ChannelProperties.class).stream(), Stream.of("pigeon")).toArray(String[]::new));
		assertThat(PropertyTree.LISTENERS.children())
			.containsOnlyKeys(keys(ChannelProperties.Listener.class).toArray(String[]::new));
		assertKeys(PropertyTree.DEFAULTS, ChannelProperties.Defaults.class);
		assertKeys(PropertyTree.CHANNEL, ChannelProperties.Channel.class);
		assertKeys(PropertyTree.EVENTS, ChannelProperties.Events.class);
		assertKeys(PropertyTree.CONSOLE, ChannelProperties.Console.class);
		assertKeys(PropertyTree.LISTENER, ListenerOptions.class);
	}

	private static void assertKeys(PropertyNode.Section section, Class<?> record) {
		assertThat(section.keys()).containsExactlyInAnyOrderElementsOf(keys(record));
	}

	private static void add(List<String> names, String prefix, PropertyNode.Section section) {
		section.keys().forEach((key) -> names.add(prefix + key));
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
		return Arrays.stream(record.getRecordComponents()).flatMap(MetadataTests::keys).toList();
	}

	/**
	 * Return the keys of a record component: one key, or several if the component is a
	 * section.
	 */
	private static Stream<String> keys(RecordComponent component) {
		String key = DataObjectPropertyName.toDashedForm(component.getName());
		if (SECTIONS.contains(component.getType())) {
			return keys(component.getType()).stream().map((below) -> key + "." + below);
		}
		return Stream.of(key);
	}

	/** Return the names of all properties. */
	static List<String> names() throws IOException {
		return properties().stream().map((property) -> property.get("name").asString()).toList();
	}

	private static List<JsonNode> properties() throws IOException {
		List<JsonNode> properties = new ArrayList<>();
		for (URL url : Collections.list(
				ChannelProperties.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream json = url.openStream()) {
				JsonMapper.shared().readTree(json).path("properties").forEach(properties::add);
			}
		}
		properties.removeIf((property) -> !property.get("name").asString().startsWith("backpressure"));
		return properties;
	}

}
