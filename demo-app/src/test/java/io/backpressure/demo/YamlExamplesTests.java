package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.spring.ChannelTransport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every configuration in the documents starts the application.
 */
@ExtendWith(OutputCaptureExtension.class)
class YamlExamplesTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void exampleStartsTheApplication(String name, String yaml, CapturedOutput output) throws IOException {
		Path file = Files.writeString(Files.createTempFile("example", ".yml"), yaml);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(DemoApplication.class,
				RedisInMemory.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run("--spring.config.additional-location=file:" + file, "--demo.load.enabled=false",
					"--spring.autoconfigure.exclude=io.backpressure.channel.redis.autoconfigure.RedisTransportAutoConfiguration,"
							+ "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
					"--backpressure.channels.orders.measure-buffer-wait=false")) {
			assertThat(context.isRunning()).isTrue();
		}
		finally {
			Files.delete(file);
		}
		assertThat(output).doesNotContain("has no effect").doesNotContain("has no unit").doesNotContain("Did you mean");
	}

	static Stream<Arguments> exampleStartsTheApplication() throws IOException {
		List<Arguments> examples = new ArrayList<>();
		for (String document : documents()) {
			List<String> blocks = Readme.code(document, "yaml");
			for (int index = 0; index < blocks.size(); index++) {
				if (isConfiguration(blocks.get(index))) {
					examples.add(Arguments.of(document + " " + (index + 1), blocks.get(index)));
				}
			}
		}
		assertThat(examples).hasSizeGreaterThan(5);
		return examples.stream();
	}

	private static List<String> documents() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("..", "docs"))) {
			return Stream.concat(Stream.of("README.md"),
					files.map((file) -> "docs/" + file.getFileName()).filter((name) -> name.endsWith(".md")).sorted())
				.toList();
		}
	}

	/** Others are for Prometheus and its parts. */
	private static boolean isConfiguration(String yaml) {
		return yaml.lines().anyMatch((line) -> line.matches("(backpressure|management|spring|server|logging):.*"));
	}

	/**
	 * Stands for Redis, so that the examples need no server.
	 */
	@Configuration(proxyBeanMethods = false)
	static class RedisInMemory {

		@Bean
		ChannelTransport transport() {
			return new ChannelTransport() {

				@Override
				public String name() {
					return "redis";
				}

				@Override
				public <T> BackpressureChannel<T> build(String name, ResolvableType elementType,
						ChannelBuilder<T> builder) {
					return builder.build();
				}

			};
		}

	}

}
