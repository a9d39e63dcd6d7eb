package io.backpressure.demo.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.backpressure.channel.SharedChannel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.embedded.RedisServer;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application starts without a warning with every YAML example of the documentation,
 * except the examples marked {@code yaml prometheus}. The applications of examples for
 * Redis use a real server.
 */
@ExtendWith(OutputCaptureExtension.class)
class YamlExamplesTests {

	private static final int REDIS_PORT = TestSocketUtils.findAvailableTcpPort();

	private static RedisServer redis;

	@TempDir
	private Path directory;

	@BeforeAll
	static void startRedis() throws IOException {
		redis = RedisServer.newRedisServer().port(REDIS_PORT).setting("bind 127.0.0.1").build();
		redis.start();
	}

	@AfterAll
	static void stopRedis() throws IOException {
		redis.stop();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void exampleStartsAnApplication(Documents.Block block, CapturedOutput output) throws IOException {
		ExampleApplication.Example example = ExampleApplication.Example.of(block.text());
		try (ConfigurableApplicationContext context = start(block.text(), example)) {
			assertThat(context.isRunning()).isTrue();
			assertThat(context.getBeansOfType(SharedChannel.class).isEmpty()).isNotEqualTo(example.usesRedis());
		}
		assertThat(output).doesNotContain(" WARN ").doesNotContain(" ERROR ");
		for (String name : example.keys()) {
			assertThat(name.startsWith("backpressure.") || ConfigurationMetadata.isDeclared(name))
				.as("There is a property '%s'", name)
				.isTrue();
		}
	}

	static List<Documents.Block> exampleStartsAnApplication() throws IOException {
		return Documents.blocks("yaml").stream().filter((block) -> !block.info().equals("yaml prometheus")).toList();
	}

	@Test
	void misspeltPropertyIsFound() throws IOException {
		String yaml = Documents.code("README.md", "yaml").get(0).replace("buffer-size", "bufer-size");
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> start(yaml, ExampleApplication.Example.of(yaml)).close())
			.withStackTraceContaining("bufer-size");
		assertThat(ConfigurationMetadata.isDeclared("management.endpoints.web.exposure.includes")).isFalse();
	}

	@Test
	void firstExampleDeclaresTheChannelOfTheReadme() throws IOException {
		String yaml = Documents.code("README.md", "yaml").get(0);
		try (ConfigurableApplicationContext context = start(yaml, ExampleApplication.Example.of(yaml))) {
			assertThat(context.getBean("orders")).hasToString("BackpressureChannel[orders, BLOCK, 0/1000]");
		}
	}

	private ConfigurableApplicationContext start(String yaml, ExampleApplication.Example example) throws IOException {
		Path file = Files.writeString(this.directory.resolve("example.yml"), yaml);
		return new SpringApplicationBuilder(ExampleApplication.class)
			.initializers((context) -> context.getBeanFactory().registerSingleton("example", example))
			.properties(example.missing())
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.run("--spring.config.location=file:" + file, "--spring.data.redis.host=127.0.0.1",
					"--spring.data.redis.port=" + REDIS_PORT);
	}

}
