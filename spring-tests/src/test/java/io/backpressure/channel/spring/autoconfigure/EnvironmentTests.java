package io.backpressure.channel.spring.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.Sources;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;
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
 * Properties from environment variables and system properties.
 */
@ExtendWith(OutputCaptureExtension.class)
class EnvironmentTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.eu-orders.type=int")
		.withBean("handler", Handler.class);

	@ParameterizedTest
	@ValueSource(strings = { "BACKPRESSURE_LISTENER_LISTENERS_EUHANDLER_CONCURRENCY",
			"BACKPRESSURE_LISTENER_CHANNELS_EUORDERS_CONCURRENCY", "BACKPRESSURE_LISTENER_DEFAULTS_CONCURRENCY" })
	void variableConfiguresListener(String variable, CapturedOutput output) {
		with(variable, "3")
			.run((context) -> assertThat(context.getBean(ListenerRegistry.class).get("eu-handler").concurrency().max())
				.isEqualTo(3));
		assertThat(output).doesNotContain("WARN");
	}

	@ParameterizedTest
	@ValueSource(strings = { "backpressure.listener.listeners.eu-handler.concurrency",
			"backpressure.listener.listeners.euhandler.concurrency",
			"backpressure.listener.listeners.euHandler.concurrency",
			"backpressure.listener.channels.euorders.concurrency" })
	void systemPropertyAndMapSourceConfigureListener(String property) {
		this.runner.withSystemProperties(property + "=3")
			.run((context) -> assertThat(context.getBean(ListenerRegistry.class).get("eu-handler").concurrency().max())
				.isEqualTo(3));
		this.runner.withPropertyValues(property + "=3")
			.run((context) -> assertThat(context.getBean(ListenerRegistry.class).get("eu-handler").concurrency().max())
				.isEqualTo(3));
	}

	@Test
	void variableOverridesOneSettingOfAListener() {
		with("BACKPRESSURE_LISTENER_LISTENERS_EUHANDLER_CONCURRENCY", "3").withInitializer(Sources.yaml("""
				backpressure:
				  listener:
				    listeners:
				      eu-handler:
				        concurrency: 2
				        auto-startup: false
				""")).run((context) -> {
			var listener = context.getBean(ListenerRegistry.class).get("eu-handler");
			assertThat(listener.concurrency().max()).isEqualTo(3);
			assertThat(listener.isRunning()).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "BACKPRESSURE_CHANNELS_EUORDERS_BUFFERSIZE", "BACKPRESSURE_CHANNELS_EU_ORDERS_BUFFER_SIZE",
			"BACKPRESSURE_DEFAULTS_BUFFERSIZE", "BACKPRESSURE_DEFAULTS_BUFFER_SIZE" })
	void variableConfiguresChannel(String variable, CapturedOutput output) {
		with(variable, "7").run((context) -> {
			assertThat(context.getBeansOfType(BackpressureChannel.class)).containsOnlyKeys("eu-orders");
			assertThat(context.getBean("eu-orders", BackpressureChannel.class).capacity()).isEqualTo(7);
		});
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void variableWithUnderscoresForHyphensIsValidated() {
		with("BACKPRESSURE_CHANNELS_EU_ORDERS_BUFFER_SIZE", "many").run((context) -> assertThat(context).getFailure()
			.hasMessageContaining("'many' is not a whole number")
			.hasMessageContaining("BACKPRESSURE_CHANNELS_EU_ORDERS_BUFFER_SIZE"));
	}

	@ParameterizedTest
	@CsvSource({ "PORT, tcp://10.0.0.1:80", "SERVICE_HOST, 10.0.0.1", "SERVICE_PORT, 80", "SERVICE_PORT_HTTP, 80",
			"PORT_80_TCP, tcp://10.0.0.1:80", "PORT_80_TCP_PROTO, tcp", "PORT_80_TCP_PORT, 80",
			"PORT_80_TCP_ADDR, 10.0.0.1", "PORT_53_UDP, udp://10.0.0.1:53", "PORT_53_UDP_ADDR, 10.0.0.1" })
	void kubernetesVariablesAreIgnored(String suffix, String value, CapturedOutput output) {
		Map<String, Object> variables = new HashMap<>();
		for (String service : new String[] { "", "CHANNELS_", "CHANNELS_EUORDERS_", "CHANNELS_EUORDERS_TAGS_",
				"CHANNELS_ORDERS_", "DEFAULTS_", "DEFAULTS_TAGS_", "DEFAULTS_WATERMARK_", "LISTENER_",
				"LISTENER_DEFAULTS_", "LISTENER_CHANNELS_", "LISTENER_LISTENERS_", "LISTENER_LISTENERS_EUHANDLER_",
				"EVENTS_", "CONSOLE_", "ENABLED_", "REDIS_", "REDIS_CHANNELS_", "DEMO_" }) {
			variables.put("BACKPRESSURE_" + service + suffix, value);
		}
		this.runner.withInitializer(Sources.variables(variables)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(BackpressureChannel.class)).containsOnlyKeys("eu-orders");
			assertThat(context.getBean(ChannelProperties.class).effective("eu-orders").tags()).isEmpty();
		});
		assertThat(output).doesNotContain("WARN");
	}

	@ParameterizedTest
	@CsvSource({ "BACKPRESSURE, 1", "BACKPRESSURE_CHANNELS, 1", "BACKPRESSURE_DEFAULTS, x",
			"BACKPRESSURE_DEFAULTS_WATERMARK, 0.8", "BACKPRESSURE_LISTENER, x", "BACKPRESSURE_LISTENER_LISTENERS, x",
			"BACKPRESSURE_EVENTS, off", "BACKPRESSURE_CONSOLE, true", "BACKPRESSURE_CHANNELS_EUORDERS, 5",
			"BACKPRESSURE_CHANNELS_OTHER, 5", "BACKPRESSURE_DEFAULTS_TAGS, x" })
	void variableThatNamesOnlyASectionHasNoEffect(String variable, String value) {
		with(variable, value).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(BackpressureChannel.class)).containsOnlyKeys("eu-orders");
		});
	}

	@ParameterizedTest
	@CsvSource({ "BACKPRESSURE_CHANNELS_EU_ORDERS_BUFFERSIZE, BACKPRESSURE_CHANNELS_EUORDERS_BUFFERSIZE",
			"BACKPRESSURE_CHANNELS_EU_OR_DERS_WATERMARK_HIGH, BACKPRESSURE_CHANNELS_EUORDERS_WATERMARK_HIGH",
			"BACKPRESSURE_LISTENER_LISTENERS_EU_HANDLER_CONCURRENCY, BACKPRESSURE_LISTENER_LISTENERS_EUHANDLER_CONCURRENCY",
			"BACKPRESSURE_LISTENER_LISTENERS_EUHANDLER_RETRY_MAX_DE_LAY, BACKPRESSURE_LISTENER_LISTENERS_EUHANDLER_RETRY_MAXDELAY",
			"BACKPRESSURE_DEFAULT_BUFFERSIZE, BACKPRESSURE_DEFAULTS_BUFFERSIZE",
			"BACKPRESSURE_DEFAULTS_BUFERSIZE, BACKPRESSURE_DEFAULTS_BUFFERSIZE",
			"BACKPRESSURE_CHANNELS_EUORDERS_BUFERSIZE, BACKPRESSURE_CHANNELS_EUORDERS_BUFFERSIZE",
			"BACKPRESSURE_CHANNELS_EUORDERS_CONCURRENCY, BACKPRESSURE_LISTENER_CHANNELS_EUORDERS_CONCURRENCY",
			"BACKPRESSURE_EVENT_MODE, BACKPRESSURE_EVENTS_MODE" })
	void ineffectiveVariableIsReportedWithCorrectSpelling(String variable, String right, CapturedOutput output) {
		with(variable, "1").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(BackpressureChannel.class)).containsOnlyKeys("eu-orders");
		});
		assertThat(output).contains("WARN")
			.contains("The environment variable " + variable + " has no effect, since there is no such property. Write "
					+ right + ".");
	}

	@Test
	void variableWithMisspeltChannelIsReported(CapturedOutput output) {
		with("BACKPRESSURE_CHANNELS_EUODERS_BUFFERSIZE", "1").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("BACKPRESSURE_CHANNELS_EUODERS_BUFFERSIZE")
			.contains("The property declares a channel 'euoders' without a type. Did you mean 'eu-orders'?");
	}

	@Test
	void variableThatDeclaresChannelWithoutTypeIsReported(CapturedOutput output) {
		with("BACKPRESSURE_CHANNELS_OTHER_BUFFERSIZE", "1").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("The property declares a channel 'other' without a type. "
				+ "Add backpressure.channels.other.type, for example to application.yml.");
	}

	@Test
	void systemPropertyWithoutEffectIsReported(CapturedOutput output) {
		this.runner.withSystemProperties("backpressure.channels.eu-orders.bufer-size=1")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("The system property has no effect, since there is no such property. "
				+ "Write backpressure.channels.eu-orders.buffer-size.");
	}

	private ApplicationContextRunner with(String variable, String value) {
		return this.runner.withInitializer(Sources.variables(Map.of(variable, value)));
	}

	static class Handler {

		@ChannelListener(channel = "eu-orders", id = "eu-handler")
		void on(Integer value) {
		}

	}

}
