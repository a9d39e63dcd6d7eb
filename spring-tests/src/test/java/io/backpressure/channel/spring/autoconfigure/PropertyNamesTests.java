package io.backpressure.channel.spring.autoconfigure;

import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.Sources;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties with invalid names or values, or in the wrong place.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertyNamesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "environment", "system-properties", "system-environment", "application-startup",
			"message-source", "lifecycle-processor", "application-event-multicaster", "conversion-service",
			"load-time-weaver", "bootstrap-executor", "task-executor", "task-scheduler", "dispatcher-servlet",
			"locale-resolver", "multipart-resolver", "view-resolver", "transaction-manager", "web-handler",
			"http-handler", "spring-application-arguments", "servlet-context", "cache-manager", "handler-mapping" })
	void nameReservedForSpringBeanIsRejected(String name) {
		rejected("""
				backpressure:
				  channels:
				    %s:
				      type: int
				      buffer-size: 5
				""".formatted(name),
				"'" + name + "' cannot be the name of a channel: Spring looks up an infrastructure bean",
				"Choose another name, such as '" + name + "-channel'.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					channels: {no: {buffer-size: 5}}                | 'false' cannot be the name of a channel: YAML reads false, no and off
					channels: {off: {buffer-size: 5}}               | 'false' cannot be the name of a channel: YAML reads
					channels: {yes: {buffer-size: 5}}               | 'true' cannot be the name of a channel: YAML reads true, yes and on
					channels: {5: {buffer-size: 5}}                 | 'channels' has a list or a number here
					channels: [{type: int}]                         | 'channels' has a list or a number here, but takes a map of channels by their names.
					listener: {listeners: [{concurrency: 5}]}       | 'listeners' has a list or a number here
					channels: {orders: 5}                           | Did you mean backpressure.channels.orders.buffer-size: 5?
					channels: {orders: com.example.Order}           | Did you mean backpressure.channels.orders.type: com.example.Order?
					channels: 5                                     | 'channels' takes no value. Write the names of channels below it
					console: true                                   | Did you mean backpressure.console.enabled: true?
					events: summary                                 | Did you mean backpressure.events.mode: summary?
					listener: x                                     | 'listener' takes no value. Write its settings below it.
					listener: {channels: 5}                         | Write the names of channels below it
					listener: {listeners: x}                        | Write the ids of listeners below it
					listener: {listeners: {x: 4}}                   | Did you mean backpressure.listener.listeners.x.concurrency: 4?
					defaults: 5                                     | 'defaults' takes no value.
					channels: 6                                     | below it, and their settings below each.
					defaults: {tags: shop}                          | 'tags' takes no value. Write the keys of tags below it, each with its value.
					channels: {orders: {tags: shop}}                | Write the keys of tags below it, each with its value.
					channels: {orders: {watermark: 0.8}}            | Did you mean backpressure.channels.orders.watermark.high: 0.8?
					channels: {orders: {buffer-size: [5, 6]}}       | 'buffer-size' takes a single value.
					channels: {orders: {buffer-size: {min: 5}}}     | 'buffer-size' takes a single value.
					channels: {eu.orders: {buffer-size: 5}}         | 'eu.orders' contains a dot. Dots separate the parts of a property name.
					channels: {eu.orders: {buffer-size: 6}}         | cannot contain them, not even in brackets. Write 'eu-orders'.
					channels: {eu.orders.north: {type: int}}        | Write 'eu-orders-north'.
					listener: {listeners: {a.b: {concurrency: 4}}}  | 'a.b' contains a dot. Dots separate the parts of a property name. Put a name that contains dots in brackets: '[a.b]'.
					listener: {channels: {a.b: {batch-size: 4}}}    | in brackets: '[a.b]'.
					channels: {"[eu.orders]": {buffer-size: 5}}     | A dot separates the parts of a property name. Write 'eu-orders'
					channels: {orders: {concurrency: 4}}            | Write it as backpressure.listener.channels.orders.concurrency.
					channels: {orders: {dead-letter: x}}            | Write it as backpressure.listener.channels.orders.dead-letter.
					channels: {orders: {batch-size: 4}}             | Write it as backpressure.listener.channels.orders.batch-size.
					channels: {orders: {retry: {delay: 1s}}}        | Write it as backpressure.listener.channels.orders.retry.delay.
					listener: {channels: {orders: {strategy: drop}}} | Write it as backpressure.channels.orders.strategy.
					listener: {listeners: {x: {buffer-size: 5}}}    | Write it as backpressure.channels.<name>.buffer-size.
					listener: {concurrency: 4}                      | Write it as backpressure.listener.defaults.concurrency.
					buffer-size: 5                                  | Write it as backpressure.defaults.buffer-size.
					listener: {listeners: {x: {retry: {max-attempts: 3}}}} | Write retry.max-retries, and subtract one: it does not count the first call.
					listener: {defaults: {max-attempts: 3}}         | Write retry.max-retries
					channels: {orders: {capacity: 5}}               | There is no such property: 'capacity'. Write buffer-size.
					channels: {orders: {size: 5}}                   | Write buffer-size.
					channels: {orders: {queue-size: 5}}             | Write buffer-size.
					channels: {orders: {overflow: drop}}            | Write strategy.
					channels: {orders: {policy: drop}}              | Write strategy.
					channels: {orders: {watermark: {high: 80%}}}    | 80% is the fraction 0.8. Write 0.8.
					channels: {orders: {watermark: {high: 80}}}     | 80.0% is the fraction 0.8. Write 0.8.
					defaults: {health: {utilization-above: 90% for 30s}} | 90% is the fraction 0.9. Write 0.9 for 30s.
					channels: {orders: {type: void}}                | 'void' has no values.
					channels: {orders: {type: java.lang.Void}}      | 'java.lang.Void' has no values.
					listener: {defaults: {retry: {multiplier: .inf}}} | 'Infinity' is not a valid factor. Write a finite number of at least 1
					listener: {defaults: {retry: {multiplier: .nan}}} | 'NaN' is not a valid factor.
					listener: {defaults: {concurrency: 0}}          | '0' is not a number of threads.
					listener: {defaults: {concurrency: 8-2}}        | '8-2' is not a number of threads.
					listener: {defaults: {batch-size: 0}}           | 0 is too small. Write a whole number of at least 1.
					listener: {defaults: {send-to: no}}             | YAML reads 'no' and 'off' as false, and 'yes' and 'on' as true. Put the name in quotes.
					channels: {orders: {transport: "redis "}}       | begins or ends with white space. Remove it.
					channels: {orders: {send-timeout: 99999999999d}} | must not be longer than 36500d.
					channels: {orders: {send-timeout: 99999999d}}   | must not be longer than 36500d.
					channels: {orders: {buffer-size: "${SIZE}"}}    | '${SIZE}' has a placeholder that cannot be resolved.
					enabled: flase                                  | 'flase' is neither true nor false.
					console: {enabled: maybe}                       | 'maybe' is neither true nor false.
					events: {mode: sumary}                          | 'sumary' is not one of the values. Did you mean 'summary'?
					defaults: {tags: {Team: shop}}                  | 'Team' cannot be the key of a tag
					defaults: {tags: {Team: shop2}}                 | Write 'team'.
					redis: localhost                                | The property needs a library that is not on the class path.
					""")
	void invalidNamePlaceOrValueIsExplained(String yaml, String reason) {
		rejected("backpressure: {" + yaml + "}", reason);
	}

	@Test
	void tagsThatAreEqualInPrometheusAreRejected() {
		rejected("""
				backpressure:
				  defaults: {tags: {cost-center: 1}}
				  channels:
				    a: {tags: {cost_center: 1}}
				    b: {tags: {cost.center: 1}}
				""", "have the same name in Prometheus, 'cost_center'", "cost.center");
	}

	@Test
	void everyProblemHasItsOrigin() {
		rejected("""
				backpressure:
				  enabled: flase
				  channels:
				    orders: {capacity: 5, type: Nope}
				    environment: {buffer-size: 5}
				  listener: {defaults: {concurrency: none}}
				""", "2:12", "4:24", "4:33", "6:38", "environment");
	}

	@ParameterizedTest
	@ValueSource(strings = { "on", "yes", " TRUE ", "true", "1" })
	void conditionAndBindingAgreeOnFlag(String flag) {
		this.runner.withPropertyValues("backpressure.enabled=" + flag).run((context) -> {
			assertThat(context).hasSingleBean(ChannelRegistry.class).hasSingleBean(ListenerRegistry.class);
			assertThat(context.getBean(ChannelProperties.class).enabled()).isTrue();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "off", "no", " False ", "0" })
	void flagDisablesChannelsInEverySpelling(String flag) {
		this.runner.withPropertyValues("backpressure.enabled=" + flag, "backpressure.channels.orders.type=int")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ChannelRegistry.class)
				.doesNotHaveBean(BackpressureChannel.class));
	}

	@Test
	void channelThatAProfileMisspellsIsReported(CapturedOutput output) {
		this.runner
			.withInitializer(
					Sources.yaml("application-prod.yml", "backpressure: {channels: {ordres: {buffer-size: 9}}}"))
			.withInitializer(Sources.yaml("backpressure: {channels: {orders: {type: int}, other: {buffer-size: 1}}}"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("backpressure.channels.ordres.buffer-size=9")
			.contains("application-prod.yml")
			.contains("The property declares a channel 'ordres' without a type. Did you mean 'orders'?")
			.doesNotContain("'other'");
	}

	@Test
	void similarNamesDeclaredTogetherAreNotReported(CapturedOutput output) {
		this.runner
			.withInitializer(Sources.yaml("backpressure: {channels: {orders: {type: int}, orders2: {buffer-size: 1}}}"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("without a type");
	}

	private void rejected(String yaml, String... reasons) {
		this.runner.withInitializer(Sources.yaml(yaml)).run((context) -> {
			assertThat(context.getStartupFailure()).as(yaml).isInstanceOf(InvalidChannelPropertiesException.class);
			assertThat(context.getStartupFailure().getMessage()).contains(List.of(reasons)).contains("Origin:");
		});
	}

}
