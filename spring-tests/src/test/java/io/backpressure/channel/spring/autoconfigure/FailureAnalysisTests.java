package io.backpressure.channel.spring.autoconfigure;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Failure analyses that a developer reads when an application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@ParameterizedTest
	@MethodSource
	void invalidPropertyIsExplained(String property, String reason, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(Empty.class, "backpressure." + property));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The properties of the channels are not valid")
			.contains("Property: backpressure." + property.split("[.\\[]")[0])
			.contains("Value:    \"" + property.substring(property.indexOf('=') + 1) + "\"")
			.contains("Origin:")
			.contains(reason)
			.contains("Action:");
	}

	static Stream<Arguments> invalidPropertyIsExplained() {
		return """
					channels.orders.bufer-size=5        | There is no such property: 'bufer-size'. Did you mean 'buffer-size'?
					chanels.orders.buffer-size=5        | There is no such property: 'chanels'. Did you mean 'channels'?
					defaults.stategy=block              | There is no such property: 'stategy'. Did you mean 'strategy'?
					defaults.type=java.lang.String      | There is no such property here: 'type'. Write it as backpressure.channels.<name>.type.
					events.mod=off                      | There is no such property: 'mod'. Did you mean 'mode'?
					channels.orders.strategy=drop-oldst | 'drop-oldst' is not one of the values. Did you mean 'drop-oldest'? Valid values: block, drop, drop-oldest, error.
					defaults.strategy=wait              | 'wait' is not one of the values. Valid values: block, drop, drop-oldest, error.
					channels.orders.watermark.hi=0.5    | There is no such property: 'watermark.hi'. Did you mean 'watermark.high'?
					channels.orders.watermark=0.5       | Did you mean backpressure.channels.orders.watermark.high: 0.5?
					channels.orders.watermark.high=1.5  | Write a fraction of the buffer from 0 to 1, such as 0.8.
					channels.orders.watermark.high=full | 'full' is not a number.
					channels.orders.watermark.low=0.5   | A low watermark has no effect without a high one. Add backpressure.channels.orders.watermark.high.
					channels.orders.health.utilization-above=high | 'high' is not a limit. Write a fraction of the buffer above 0 and up to 1, and a time with a unit, such as '0.9 for 30s', or 'never'.
					defaults.health.utilization-above=1.2 for 3s | '1.2 for 3s' is not a limit.
					defaults.health.stalled-after=soon  | 'soon' is not a duration.
					defaults.measure-buffer-wait=maybe  | 'maybe' is neither true nor false.
					channels.orders.tags.channel=x      | The meters already have a tag 'channel'. Choose another key.
					listener.defaults.rety.delay=1s     | There is no such property: 'rety.delay'. Did you mean 'retry.delay'?
					listener.defaults.retry=3           | Did you mean backpressure.listener.defaults.retry.max-retries: 3?
					events.mode=all                     | 'all' is not one of the values.
					channels.orders.buffer-size=0       | A buffer cannot hold 0 values. Write a whole number from 1 to 16777216.
					channels.orders.buffer-size=-4      | A buffer cannot hold -4 values.
					defaults.buffer-size=16777217       | A buffer cannot hold 16777217 values.
					channels.orders.buffer-size=many    | 'many' is not a whole number of values. Write a whole number from 1 to 16777216.
					channels.orders.buffer-size=        | The property has no value. Give it one, or remove it so that the default applies.
					channels.orders.max-buffer-size=99  | The largest buffer size must be at least the buffer size of 100. Raise max-buffer-size, or remove it.
					channels.orders.max-buffer-size=big | 'big' is not a whole number of values.
					defaults.max-buffer-size=500        | There is no such property here: 'max-buffer-size'. Write it as backpressure.channels.<name>.max-buffer-size.
					channels.orders.send-timeout=soon   | 'soon' is not a duration. Write a number with a unit, such as 500ms, 5s or 1m.
					channels.orders.receive-timeout=-1s | The duration must not be negative. Write 0s or more.
					channels.orders.max-age=-1s         | The duration must not be negative. Write 0s or more.
					defaults.max-age=old                | 'old' is not a duration. Write a number with a unit, such as 500ms, 5s or 1m.
					console.extension=http://x.org/y.js | 'http://x.org/y.js' is not a path of this application. Write a path that begins with a slash, such as /desk.js.
					console.extension=//x.org/y.js      | '//x.org/y.js' is not a path of this application.
					console.enbled=true                 | There is no such property: 'enbled'. Did you mean 'enabled'?
					events.summary-interval=0s          | The duration must be at least 1ms.
					channels.orders.type=com.Nope       | There is no class 'com.Nope' on the class path.
					channels.Orders.buffer-size=5       | 'Orders' cannot be the name of a channel
					channels.euOrders.buffer-size=5     | Write 'eu-orders', which can also be injected as 'euOrders'.
					channels.eu_orders.buffer-size=5    | Write 'eu-orders'
					channels[eu.orders].buffer-size=5   | Write 'eu-orders'
					channels.a.b.buffer-size=5          | 'a.b' contains a dot. Dots separate the parts of a property name.
				"""
			.lines()
			.map((line) -> line.split("\\|"))
			.map((cells) -> Arguments.of(cells[0].strip(), cells[1].strip()));
	}

	@Test
	void namesDifferingOnlyInHyphensAreExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(Empty.class, "backpressure.channels.eu-1.buffer-size=5",
				"backpressure.channels.eu1.buffer-size=5"));
		assertThat(output).contains("The names 'eu-1' and 'eu1' differ only in hyphens or capitals");
	}

	@Test
	void allPropertyProblemsAreReportedTogether(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> start(Empty.class, "backpressure.channels.a.buffer-size=0", "backpressure.defaults.strategy=x"));
		assertThat(output).contains("backpressure.channels.a.buffer-size").contains("backpressure.defaults.strategy");
	}

	@Test
	void lowWatermarkAboveInheritedHighOneIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(Empty.class, "backpressure.channels.orders.watermark.low=0.9",
				"backpressure.defaults.watermark.high=0.8"));
		assertThat(output).contains("backpressure.channels.orders.watermark.low")
			.contains("The low watermark must be below the high one, but they are 0.9 and 0.8.");
	}

	@Test
	void fileAndLineOfProblemAreNamed(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(Empty.class, "spring.config.location=classpath:misspelt.yml"));
		assertThat(output).contains("Property: backpressure.channels.orders.bufer-size")
			.contains("class path resource [misspelt.yml] - 5:20")
			.contains("Did you mean 'buffer-size'?");
	}

	@Test
	void undeclaredElementTypeIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(NeedsLong.class,
				"backpressure.channels.orders.type=java.lang.String", "backpressure.channels.plain.buffer-size=1"));
		assertThat(output).contains("Parameter 0 of method needsLong")
			.contains("required a channel of java.lang.Long, but no declared channel carries that type")
			.contains("- orders: BackpressureChannel<java.lang.String>")
			.contains("- plain: BackpressureChannel<java.lang.Object>")
			.contains("type: java.lang.Long");
	}

	@Test
	void injectionWithoutDeclaredChannelsIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(NeedsLong.class));
		assertThat(output).contains("no declared channel carries that type").contains("(none)");
	}

	@Test
	void unknownQualifierIsExplained(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start(NeedsQualified.class, "backpressure.channels.orders.type=java.lang.Long"));
		assertThat(output).contains("none of that type has the name that the injection point requires")
			.contains("@Qualifier(\"orders\")");
	}

	@Test
	void ambiguousInjectionIsExplained(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start(NeedsLong.class, "backpressure.channels.eu-orders.type=java.lang.Long",
					"backpressure.channels.us-orders.type=java.lang.Long"));
		assertThat(output).contains("2 channels carry that type: eu-orders, us-orders")
			.contains("'euOrders'")
			.contains("@Qualifier(\"eu-orders\")");
	}

	@Test
	void channelWithNameOfAnotherBeanIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(NamedOrders.class, "backpressure.channels.orders.buffer-size=1"));
		assertThat(output).contains("backpressure.channels.orders is a bean named 'orders'")
			.contains("method 'orders' in")
			.contains("Rename the channel in the properties, or the other bean.")
			.doesNotContain("allow-bean-definition-overriding");
	}

	@Test
	void channelAliasWithNameOfAnotherBeanIsExplained(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> start(NamedEuOrders.class, "backpressure.channels.eu-orders.buffer-size=1"));
		assertThat(output).contains("Property: backpressure.channels.eu-orders")
			.contains("also injected as 'euOrders', but another bean has that name")
			.contains("Rename the channel in the properties, or the other bean.");
	}

	@Test
	void unrelatedFailuresAreNotAnalyzed(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(NeedsThread.class));
		assertThat(output).contains("required a bean of type 'java.lang.Thread'").doesNotContain("channel of");
	}

	@Test
	void unknownSystemPropertyDoesNotFailStartup() {
		System.setProperty("backpressure.somebody-elses", "1");
		try {
			start(Empty.class).close();
		}
		finally {
			System.clearProperty("backpressure.somebody-elses");
		}
	}

	private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ChannelAutoConfiguration.class)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ChannelAutoConfiguration.class)
	static class NeedsLong {

		@Bean
		String needsLong(BackpressureChannel<Long> longs) {
			return longs.name();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ChannelAutoConfiguration.class)
	static class NeedsQualified {

		@Bean
		String needsQualified(@Qualifier("ordes") BackpressureChannel<Long> longs) {
			return longs.name();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ChannelAutoConfiguration.class)
	static class NeedsThread {

		@Bean
		String needsThread(Thread thread) {
			return thread.getName();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ChannelAutoConfiguration.class)
	static class NamedOrders {

		@Bean
		Map<String, String> orders() {
			return Map.of();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ChannelAutoConfiguration.class)
	static class NamedEuOrders {

		@Bean
		Map<String, String> euOrders() {
			return Map.of();
		}

	}

}
