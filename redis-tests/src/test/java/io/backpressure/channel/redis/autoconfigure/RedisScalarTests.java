package io.backpressure.channel.redis.autoconfigure;

import java.util.Arrays;
import java.util.stream.Stream;

import io.backpressure.channel.redis.RedisChannelSettings;
import io.backpressure.channel.spring.Scalars;
import io.backpressure.channel.spring.Sources;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property of Redis with every form of scalar in YAML.
 */
class RedisScalarTests {

	private static final String PREFIX = "backpressure.redis.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, RedisTransportAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.orders.buffer-size=3");

	static Stream<String> properties() {
		return Stream.concat(keys(RedisTransportProperties.class).filter((key) -> !key.equals("channels")),
				keys(RedisTransportProperties.Channel.class).map((key) -> "channels.orders." + key));
	}

	private static Stream<String> keys(Class<?> record) {
		return Arrays.stream(record.getRecordComponents())
			.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()));
	}

	@ParameterizedTest
	@MethodSource("properties")
	void everyScalarIsReadOrExplained(String property) {
		Scalars.assertReadOrExplained(PREFIX + property,
				(source) -> this.runner.withInitializer(source).run((context) -> {
					if (context.getStartupFailure() != null) {
						throw context.getStartupFailure();
					}
				}));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			key-prefix                         | 5      | 5
			key-prefix                         | "no"   | no
			key-prefix                         | 1.50   | 1.5
			command-timeout                    | 1500   | PT1.5S
			command-timeout                    | 3s     | PT3S
			visibility-timeout                 | 1m     | PT1M
			max-deliveries                     | 7      | 7
			max-deliveries                     | "7"    | 7
			channels.orders.visibility-timeout | 1500ms | PT1.5S
			channels.orders.max-deliveries     | 9      | 9
			""")
	void scalarIsReadAsExpectedValue(String property, String scalar, String value) {
		this.runner.withInitializer(Sources.yaml(Scalars.yaml(PREFIX + property, scalar))).run((context) -> {
			assertThat(context).hasNotFailed();
			RedisChannelSettings settings = context.getBean(RedisTransportProperties.class).settings("orders", "");
			Object read = switch (property.substring(property.lastIndexOf('.') + 1)) {
				case "key-prefix" -> settings.keyPrefix();
				case "command-timeout" -> settings.commandTimeout();
				case "visibility-timeout" -> settings.visibilityTimeout();
				default -> settings.maxDeliveries();
			};
			assertThat(read).hasToString(value);
		});
	}

}
