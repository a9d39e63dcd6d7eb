package io.backpressure.channel.spring.autoconfigure;

import java.util.Arrays;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Injection of channels without their auto-configuration, and element types that are
 * written without a package.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingAutoConfigurationTests {

	@ParameterizedTest
	@ValueSource(classes = { NeedsChannel.class, NeedsRegistry.class, NeedsListeners.class })
	void disabledChannelsAreNamedAsReason(Class<?> application, CapturedOutput output) {
		fails(new Class<?>[] { application, Auto.class }, "backpressure.enabled=off",
				"backpressure.channels.orders.type=int");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("but channels are disabled by backpressure.enabled=off.")
			.doesNotContain("declared channels are");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsChannel.class, NeedsRegistry.class, NeedsListeners.class })
	void missingAutoConfigurationIsNamedAsReason(Class<?> application, CapturedOutput output) {
		fails(new Class<?>[] { application }, "backpressure.channels.orders.type=int");
		assertThat(output).contains("the auto-configuration of channels is not part of this context")
			.contains("@ImportAutoConfiguration(ChannelAutoConfiguration.class)");
	}

	@Test
	void testSliceOfSpringBootNamesMissingAutoConfiguration(CapturedOutput output) {
		assertThatException().isThrownBy(() -> new TestContextManager(Slice.class).prepareTestInstance(new Slice()));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("the auto-configuration of channels is not part of this context")
			.contains("@ImportAutoConfiguration(ChannelAutoConfiguration.class)");
	}

	@Test
	void fullNameIsSuggestedForSimpleTypeName(CapturedOutput output) {
		fails(new Class<?>[] { Auto.class, Handler.class }, "backpressure.channels.orders.type=Order",
				"backpressure.channels.texts.type=String", "backpressure.channels.lists.type=java.util.List<Shipment>");
		assertThat(output).contains("Did you mean '" + Order.class.getName() + "'?")
			.contains("Did you mean 'java.lang.String'?")
			.contains("Did you mean '" + Shipment.class.getName() + "'?");
	}

	private static void fails(Class<?>[] application, String... properties) {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new)));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ChannelAutoConfiguration.class)
	static class Auto {

	}

	@JsonTest(properties = "backpressure.channels.orders.type=int")
	static class Slice {

		@SpringBootConfiguration(proxyBeanMethods = false)
		@EnableAutoConfiguration
		@Import(NeedsChannel.class)
		static class Application {

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsChannel {

		@Bean
		String needsChannel(BackpressureChannel<Integer> orders) {
			return orders.name();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsRegistry {

		@Bean
		String needsRegistry(ChannelRegistry channels) {
			return channels.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Handler.class)
	static class NeedsListeners {

		@Bean
		String needsListeners(ListenerRegistry listeners) {
			return listeners.toString();
		}

	}

	static class Handler {

		void handle(java.util.List<Shipment> shipments) {
		}

	}

	record Shipment() {

	}

}
