package io.backpressure.channel.spring.autoconfigure;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.spring.autoconfigure.actuate.BackpressureEndpointAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.console.ChannelConsoleAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.health.ChannelHealthContributorAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.metrics.ChannelMetricsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.observation.ChannelObservationAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every auto-configured bean backs off for a bean of the application.
 */
class BackOffTests {

	private static final List<Class<?>> CONFIGURATIONS = List.of(ChannelAutoConfiguration.class,
			ChannelListenerAutoConfiguration.class, ChannelEventsAutoConfiguration.class,
			ChannelMonitorAutoConfiguration.class, ChannelMetricsAutoConfiguration.class,
			ChannelObservationAutoConfiguration.class, BackpressureEndpointAutoConfiguration.class,
			ChannelHealthContributorAutoConfiguration.class, ChannelConsoleAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CONFIGURATIONS.toArray(Class[]::new)))
		.withBean("meters", MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean("observations", ObservationRegistry.class, ObservationRegistry::create)
		.withPropertyValues("management.endpoints.web.exposure.include=backpressure",
				"backpressure.console.enabled=true");

	static Stream<Method> beans() {
		return CONFIGURATIONS.stream()
			.flatMap((configuration) -> Stream.concat(Stream.of(configuration),
					Arrays.stream(configuration.getDeclaredClasses())))
			.flatMap((configuration) -> Arrays.stream(configuration.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Bean.class));
	}

	@ParameterizedTest
	@MethodSource("beans")
	void beanBacksOffForBeanOfTheApplication(Method method) {
		ConditionalOnMissingBean condition = method.getAnnotation(ConditionalOnMissingBean.class);
		assertThat(condition).as("condition of %s", method).isNotNull();
		assertThat(condition.search()).isEqualTo(SearchStrategy.CURRENT);
		boolean byName = condition.name().length > 0;
		String name = byName ? condition.name()[0] : "own";
		Class<?> type = (condition.value().length > 0) ? condition.value()[0] : method.getReturnType();
		String mode = method.getReturnType().getSimpleName().startsWith("Summary") ? "summary" : "each";
		this.runner.withPropertyValues("backpressure.events.mode=" + mode)
			.withInitializer((context) -> define((GenericApplicationContext) context, name, type))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				List<String> names = new ArrayList<>(List.of(context.getBeanNamesForType(type)));
				names.removeIf((it) -> byName && !List.of(condition.name()).contains(it));
				assertThat(names).containsExactly(name);
				assertThat(context.getBeanFactory().getBeanDefinition(name).getFactoryMethodName()).isNull();
			});
	}

	private static <T> void define(GenericApplicationContext context, String name, Class<T> type) {
		RootBeanDefinition definition = new RootBeanDefinition(type);
		definition.setInstanceSupplier(() -> (type == ChannelProperties.class)
				? ChannelProperties.of(new MockEnvironment()) : Mockito.mock(type));
		context.registerBeanDefinition(name, definition);
	}

}
