package io.backpressure.channel.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.backpressure.channel.spring.ChannelTransport;
import io.backpressure.channel.spring.FakeServer;
import io.backpressure.channel.spring.Sources;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transport of another library, with properties below {@code backpressure.pigeon}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecondTransportTests {

	private final FakeServer server = new FakeServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class))
		.withBean(ChannelTransport.class, () -> this.server.transport("pigeon"))
		.withPropertyValues("backpressure.channels.orders.transport=pigeon",
				"backpressure.channels.orders.buffer-size=3");

	@Test
	void propertiesOfTransportAreBound() {
		this.runner.withInitializer(Sources.yaml("""
				backpressure:
				  pigeon: {flight-time: 5s, ringed: yes, altitude: 300, channels: {orders: {altitude: 20}}}
				""")).withInitializer(Sources.variables(Map.of("BACKPRESSURE_PIGEON_LOFT", "east"))).run((context) -> {
			assertThat(context).hasNotFailed();
			SectionBinder binder = SectionBinder.of(context.getEnvironment());
			PigeonDescription.Pigeons pigeons = binder.bind("backpressure.pigeon", PigeonDescription.Pigeons.class);
			assertThat(pigeons.flightTime()).isEqualTo(Duration.ofSeconds(5));
			assertThat(pigeons.loft()).isEqualTo("east");
			assertThat(pigeons.ringed()).isTrue();
			assertThat(pigeons.altitude()).isEqualTo(300);
			assertThat(binder.bindEntries("backpressure.pigeon.channels", PigeonDescription.Pigeon.class).get("orders"))
				.isEqualTo(new PigeonDescription.Pigeon(20));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					pigeon.flight-time=soon              | 'soon' is not a duration.
					pigeon.flight-time=-1s               | The duration must not be negative.
					pigeon.ringed=maybe                  | 'maybe' is neither true nor false.
					pigeon.altitude=high                 | 'high' is not a whole number.
					pigeon.altitude=-1                   | The altitude must not be negative.
					pigeon.channels.orders.altitude=-1   | The altitude must not be negative.
					pigeon.loft=                         | The property has no value.
					pigeon.lofft=east                    | Did you mean 'loft'?
					pigeon.channels.ordres.altitude=1    | There is no channel 'ordres'. Did you mean 'orders'?
					channels.orders.altitude=1           | Write it as backpressure.pigeon.channels.orders.altitude.
					channels.orders.measure-buffer-wait=true | Channel 'orders' has the transport 'pigeon', and a pigeon has no clock.
					""")
	void invalidTransportPropertyIsReportedWithOrigin(String property, String reason) {
		this.runner.withPropertyValues("backpressure." + property)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(InvalidChannelPropertiesException.class)
				.hasMessageContaining("Property: backpressure." + property.substring(0, property.indexOf('=')))
				.hasMessageContaining(reason)
				.hasMessageContaining("Origin:"));
	}

	@Test
	void transportMaySupportContextPropagation() {
		this.runner.withPropertyValues("backpressure.channels.orders.propagate-context=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void durationWithoutUnitIsReported(CapturedOutput output) {
		this.runner.withPropertyValues("backpressure.pigeon.flight-time=5")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("was read as 5ms");
	}

}
