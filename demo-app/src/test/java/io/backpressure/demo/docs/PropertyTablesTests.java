package io.backpressure.demo.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of properties list every property and no other. The pages name only
 * properties that exist, and the README names the test command of the build server.
 */
class PropertyTablesTests {

	private static final List<String> REDIS_CHANNEL_KEYS = List.of("visibility-timeout", "max-deliveries");

	/**
	 * Maps of listener options by channel name or by listener id. The options of an entry
	 * are those of the defaults.
	 */
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

	@ParameterizedTest
	@MethodSource
	void propertyInTheTextExists(String name) throws IOException {
		String plain = name
			.replaceAll("^backpressure\\.(redis\\.)?channels\\.[^.]+\\.", "backpressure.$1channels.<name>.")
			.replaceAll("^backpressure\\.listener\\.(channels|listeners)\\.[^.]+", "backpressure.listener.defaults");
		List<String> documented = Stream
			.concat(Documents.properties("docs/properties.md").stream(), Documents.properties("docs/redis.md").stream())
			.toList();
		assertThat(
				documented.contains(plain) || ConfigurationMetadata.isDeclared(plain)
						|| Stream.concat(documented.stream(), ConfigurationMetadata.names("spring."))
							.anyMatch((known) -> known.startsWith(plain + ".")))
			.as("There is a property '%s'", name)
			.isTrue();
	}

	static List<String> propertyInTheTextExists() throws IOException {
		List<String> names = new ArrayList<>();
		for (String page : Documents.pages()) {
			names.addAll(Documents.matches(Documents.text(page),
					"`((?:backpressure\\.(?!channel\\.)|management\\.|spring\\.|server\\.)[a-z0-9.<>-]*[a-z0-9>])(?:[:=] ?[^`]*)?`"));
		}
		return names.stream().distinct().sorted().toList();
	}

	private static Stream<String> perName(String property, String map, List<String> keys) {
		return property.equals(map) ? keys.stream().map((key) -> property + ".<name>." + key) : Stream.of(property);
	}

	@Test
	void documentedTestCommandMatchesBuildServer() throws IOException {
		assertThat(Documents.text("README.md")).contains("mvn verify");
		assertThat(Files.readString(Documents.ROOT.resolve(".ci/run"))).contains("mvn -B -ntp clean verify");
	}

}
