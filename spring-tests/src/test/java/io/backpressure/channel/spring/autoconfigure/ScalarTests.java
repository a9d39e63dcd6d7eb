package io.backpressure.channel.spring.autoconfigure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.backpressure.channel.spring.Scalars;
import io.backpressure.channel.spring.Sources;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property with every form of scalar in YAML: the correct value is read, or an
 * error names the problem and a remedy.
 */
@ExtendWith(OutputCaptureExtension.class)
class ScalarTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class));

	static Stream<String> properties() throws IOException {
		List<String> properties = new ArrayList<>();
		for (String name : MetadataTests.names()) {
			switch (name) {
				case "backpressure.channels" -> add(properties, name + ".orders", PropertyTree.CHANNEL);
				case "backpressure.listener.channels" -> add(properties, name + ".orders", PropertyTree.LISTENER);
				case "backpressure.listener.listeners" -> add(properties, name + ".any", PropertyTree.LISTENER);
				default -> properties.add(name.endsWith(".tags") ? name + ".team" : name);
			}
		}
		return properties.stream();
	}

	private static void add(List<String> properties, String prefix, PropertyNode.Section section) {
		section.keys().forEach((key) -> properties.add(prefix + "." + (key.equals("tags") ? "tags.team" : key)));
	}

	@ParameterizedTest
	@MethodSource("properties")
	void everyScalarIsReadOrExplained(String property) {
		Scalars.assertReadOrExplained(property, ScalarTests::read);
	}

	/** Bind without a started context, to keep the many cases fast. */
	private static void read(ApplicationContextInitializer<ConfigurableApplicationContext> source) {
		StaticApplicationContext context = new StaticApplicationContext();
		source.initialize(context);
		ChannelPropertiesChecker.check(context.getEnvironment());
		assertThat(ChannelProperties.of(context.getEnvironment())).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			channels.orders.buffer-size              | 7          | 7
			channels.orders.buffer-size              | 1_000      | 1000
			channels.orders.max-buffer-size          | 500        | 500
			channels.orders.watermark.high           | 1          | 1.0
			channels.orders.watermark.high           | 0.9        | 0.9
			channels.orders.health.utilization-above | 1          | 1.0 for 0s
			channels.orders.health.utilization-above | 0.0009     | 9.0E-4 for 0s
			channels.orders.measure-buffer-wait      | yes        | true
			channels.orders.max-age                  | 30s        | PT30S
			channels.orders.send-timeout             | 0          | PT0S
			channels.orders.send-timeout             | 1500ms     | PT1.5S
			channels.orders.tags.version             | 2          | 2
			channels.orders.tags.beta                | true       | true
			listener.defaults.concurrency            | 4          | 4
			listener.defaults.concurrency            | 2-8        | 2-8
			listener.defaults.batch-size             | 50         | 50
			listener.defaults.retry.multiplier       | 2          | 2.0
			listener.defaults.retry.multiplier       | 1.5        | 1.5
			listener.defaults.dead-letter            | "no"       | no
			""")
	void scalarIsReadAsExpectedValue(String property, String scalar, String value) {
		this.runner.withInitializer(Sources.yaml(Scalars.yaml("backpressure." + property, scalar)))
			.withPropertyValues("backpressure.channels.orders.strategy=block",
					"backpressure.channels.no.strategy=block")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				String key = property.replaceFirst("(channels\\.\\w+|listener\\.defaults)\\.", "");
				assertThat(read(context.getBean(ChannelProperties.class), property, key)).hasToString(value);
			});
	}

	private static Object read(ChannelProperties properties, String property, String key) {
		ChannelProperties.Settings channel = properties.effective("orders");
		var listener = properties.listener().defaults();
		return switch (key) {
			case "concurrency" -> listener.concurrency();
			case "batch-size" -> listener.batchSize();
			case "retry.multiplier" -> listener.retry().multiplier();
			case "dead-letter" -> listener.deadLetter();
			default -> key.startsWith("tags.") ? channel.tags().get(key.replace("tags.", ""))
					: setting(properties, "orders", key);
		};
	}

	private static Object setting(ChannelProperties properties, String channel, String key) {
		return ChannelSettings.ALL.stream()
			.filter((setting) -> setting.key().equals(key))
			.findFirst()
			.orElseThrow()
			.of(properties.effective(channel));
	}

	private static int bufferSize(ChannelProperties properties, String channel) {
		return (int) setting(properties, channel, "buffer-size");
	}

	@Test
	void durationWithoutUnitIsReadAsMillisAndReported(CapturedOutput output) {
		for (String property : List.of("channels.orders.send-timeout", "defaults.watermark.hold",
				"listener.defaults.retry.delay", "events.summary-interval", "listener.drain-timeout")) {
			this.runner.withInitializer(Sources.yaml(Scalars.yaml("backpressure." + property, "5")))
				.withPropertyValues("backpressure.defaults.watermark.high=1")
				.run((context) -> assertThat(context).hasNotFailed());
			assertThat(output).contains("backpressure." + property + "=5 (Byte array resource [application.yml]")
				.contains("The duration has no unit and was read as 5ms. Write 5ms, or 5s for seconds.");
		}
	}

	@Test
	void durationsOfZeroOrWithAUnitAreNotReported(CapturedOutput output) {
		this.runner
			.withPropertyValues("backpressure.channels.a.send-timeout=0", "backpressure.channels.a.receive-timeout=5s",
					"backpressure.defaults.health.utilization-above=0.9 for 5s")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("has no unit");
	}

	@Test
	void missingUnitInLimitIsReported(CapturedOutput output) {
		this.runner.withPropertyValues("backpressure.defaults.health.utilization-above=0.9 for 30")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("was read as 30ms");
	}

	@Test
	void propertiesOfAMapSourceMayBeOfAnyType() {
		Map<String, Object> map = Map.of("backpressure.channels.orders.buffer-size", 7L,
				"backpressure.defaults.watermark.high", 1, "backpressure.listener.defaults.concurrency", 3);
		this.runner.withInitializer(
				(context) -> context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("map", map)))
			.run((context) -> assertThat(bufferSize(context.getBean(ChannelProperties.class), "orders")).isEqualTo(7));
	}

	@Test
	void placeholdersAndNonEnumerableSourcesAreRead() {
		PropertySource<Object> decrypting = new PropertySource<>("vault", new Object()) {

			@Override
			public @Nullable Object getProperty(String name) {
				return name.equals("backpressure.channels.orders.buffer-size") ? "7" : null;
			}

		};
		this.runner.withInitializer(Sources.yaml("""
				size: 3
				backpressure:
				  channels:
				    orders: {buffer-size: ENC(x), type: "${type:int}"}
				    few: {buffer-size: "${size}"}
				    any: {buffer-size: "${random.int[5,9]}"}
				""")).withInitializer((context) -> {
			context.getEnvironment().getPropertySources().addFirst(decrypting);
			RandomValuePropertySource.addToEnvironment(context.getEnvironment());
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			ChannelProperties properties = context.getBean(ChannelProperties.class);
			assertThat(bufferSize(properties, "orders")).isEqualTo(7);
			assertThat(bufferSize(properties, "few")).isEqualTo(3);
			assertThat(bufferSize(properties, "any")).isBetween(5, 9);
		});
	}

}
