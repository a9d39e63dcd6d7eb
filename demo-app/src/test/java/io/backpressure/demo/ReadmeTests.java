package io.backpressure.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Settings;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README says what is so.
 */
class ReadmeTests {

	private static final List<String> REDIS_CHANNEL_KEYS = List.of("visibility-timeout", "max-deliveries");

	/** Their keys are those of the defaults. */
	private static final List<String> MAPS_OF_LISTENERS = List.of("backpressure.listener.channels",
			"backpressure.listener.listeners");

	@Test
	void everyLineOfJavaIsCompiledSomewhere() throws IOException {
		String sources = folded(sources());
		assertThat(Readme.code("java")).isNotEmpty()
			.allSatisfy((block) -> assertThat(block.lines().map(String::strip).filter((line) -> !line.isEmpty()))
				.allSatisfy((line) -> assertThat(sources).contains(folded(line))));
	}

	private static String folded(String text) {
		return text.replaceAll("\\s+", " ");
	}

	@Test
	void theYamlOfTheFirstScreenDeclaresAChannel() throws IOException {
		Path yaml = Files.writeString(Files.createTempFile("readme", ".yml"), Readme.code("yaml").get(0));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(DemoApplication.class)
			.web(WebApplicationType.NONE)
			.properties("spring.main.lazy-initialization=true")
			.run("--spring.config.additional-location=file:" + yaml, "--demo.load.enabled=false")) {
			assertThat(context.getBean(ChannelRegistry.class)).isNotNull();
			assertThat(context.getBean("orders")).hasToString("BackpressureChannel[orders, BLOCK, 0/1000]");
		}
		finally {
			Files.delete(yaml);
		}
	}

	@Test
	void everyPropertyIsInTheTableAndNoOther() throws IOException {
		assertThat(Readme.properties("README.md")).containsExactlyInAnyOrderElementsOf(
				generatedProperties().filter((name) -> !name.startsWith("backpressure.redis."))
					.filter((name) -> !MAPS_OF_LISTENERS.contains(name))
					.flatMap((name) -> perName(name, "backpressure.channels", Settings.keys()))
					.toList());
	}

	@Test
	void everyPropertyOfRedisIsInTheTableOfItsDocumentAndNoOther() throws IOException {
		assertThat(Readme.properties("docs/distributed.md")).containsExactlyInAnyOrderElementsOf(
				generatedProperties().filter((name) -> name.startsWith("backpressure.redis."))
					.flatMap((name) -> perName(name, "backpressure.redis.channels", REDIS_CHANNEL_KEYS))
					.toList());
	}

	private static Stream<String> perName(String property, String map, List<String> keys) {
		return property.equals(map) ? keys.stream().map((key) -> property + ".<name>." + key) : Stream.of(property);
	}

	private static Stream<String> generatedProperties() throws IOException {
		return Collections
			.list(ReadmeTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))
			.stream()
			.map(ReadmeTests::read)
			.flatMap((json) -> json.path("properties").valueStream())
			.map((JsonNode property) -> property.get("name").asString())
			.filter((name) -> name.startsWith("backpressure."));
	}

	private static JsonNode read(URL json) {
		try (InputStream in = json.openStream()) {
			return JsonMapper.shared().readTree(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void theTestCommandIsWhatTheBuildServerRuns() throws IOException {
		assertThat(Readme.text()).contains("mvn verify");
		assertThat(Files.readString(Path.of("..", ".ci", "run"))).contains("mvn -B -ntp clean verify");
	}

	private static String sources() throws IOException {
		StringBuilder sources = new StringBuilder();
		try (Stream<Path> files = Files.walk(Path.of("src"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				sources.append(Files.readString(file));
			}
		}
		return sources.toString();
	}

}
