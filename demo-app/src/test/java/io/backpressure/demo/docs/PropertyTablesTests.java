package io.backpressure.demo.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Settings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of properties list every property and no other.
 */
class PropertyTablesTests {

	private static final List<String> REDIS_CHANNEL_KEYS = List.of("visibility-timeout", "max-deliveries");

	/** Their keys are those of the defaults. */
	private static final List<String> MAPS_OF_LISTENERS = List.of("backpressure.listener.channels",
			"backpressure.listener.listeners");

	@Test
	void everyPropertyIsInTheTables() throws IOException {
		assertThat(Documents.properties("docs/properties.md"))
			.containsExactlyInAnyOrderElementsOf(ConfigurationMetadata.names("backpressure.")
				.filter((name) -> !name.startsWith("backpressure.redis."))
				.filter((name) -> !MAPS_OF_LISTENERS.contains(name))
				.flatMap((name) -> perName(name, "backpressure.channels", Settings.keys()))
				.toList());
	}

	@Test
	void everyPropertyOfRedisIsInItsTable() throws IOException {
		assertThat(Documents.properties("docs/redis.md"))
			.containsExactlyInAnyOrderElementsOf(ConfigurationMetadata.names("backpressure.redis.")
				.flatMap((name) -> perName(name, "backpressure.redis.channels", REDIS_CHANNEL_KEYS))
				.toList());
	}

	private static Stream<String> perName(String property, String map, List<String> keys) {
		return property.equals(map) ? keys.stream().map((key) -> property + ".<name>." + key) : Stream.of(property);
	}

	@Test
	void documentedTestCommandIsThatOfTheBuildServer() throws IOException {
		assertThat(Documents.text("README.md")).contains("mvn verify");
		assertThat(Files.readString(Documents.ROOT.resolve(".ci/run"))).contains("mvn -B -ntp clean verify");
	}

}
