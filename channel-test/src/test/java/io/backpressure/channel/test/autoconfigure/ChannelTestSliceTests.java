package io.backpressure.channel.test.autoconfigure;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelSender;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.test.ChannelProbe;
import io.backpressure.channel.test.shop.Fulfilment;
import io.backpressure.channel.test.shop.Ledger;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.validation.Validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Channels, beans and parameters of a slice and of a whole application.
 */
class ChannelTestSliceTests {

	/**
	 * A slice of an application whose channels are on Redis.
	 */
	@Nested
	@ChannelTest(properties = { "backpressure.channels.views.transport=redis", "backpressure.defaults.transport=redis",
			"slice.test=1" })
	@ContextConfiguration(classes = Shop.class)
	class Slice {

		@Test
		void channelsAreInMemoryWithStrategyAndCapacity(BackpressureChannel<String> views) {
			assertThat(views).isNotInstanceOf(SharedChannel.class);
			assertThat(views.strategy()).isEqualTo(BackpressureStrategy.DROP);
			assertThat(views.capacity()).isEqualTo(2);
		}

		@Test
		void onlyWhatListenersNeedIsCreated(@Autowired ApplicationContext context) {
			assertThat(Ledger.USED).hasValue(0);
			assertThat(context.containsBean("fulfilment")).isTrue();
		}

		@Test
		void parametersAreResolvedLikeInjectedChannels(ChannelSender<Order> orders, ChannelReceiver<Order> packed,
				@Qualifier("views") BackpressureChannel<String> other, BackpressureChannel<Order> priced) {
			assertThat(((BackpressureChannel<?>) orders).name()).isEqualTo("orders");
			assertThat(((BackpressureChannel<?>) packed).name()).isEqualTo("packed");
			assertThat(other.name()).isEqualTo("views");
			assertThat(priced.name()).isEqualTo("priced");
		}

	}

	/**
	 * A whole application.
	 */
	@Nested
	@SpringBootTest(classes = Shop.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
	@AutoConfigureChannels(listeners = ListenerMode.PAUSED)
	class WholeApplication {

		@Test
		void probeExistsAndListenersArePaused(ChannelProbe probe, BackpressureChannel<Order> orders) throws Exception {
			orders.send(new Order(1));
			assertThat(probe.next("orders")).isEqualTo(new Order(1));
		}

	}

	/**
	 * A slice with mocks.
	 */
	@Nested
	@ChannelTest
	@ContextConfiguration(classes = Shop.class)
	class WithMocks {

		@MockitoBean
		BackpressureChannel<String> views;

		@MockitoBean
		Fulfilment fulfilment;

		@Test
		void mockOfChannelIsNotRecorded(ChannelProbe probe, @Autowired ListenerRegistry listeners) {
			assertThat(listeners.ids()).contains("pricing");
			assertThatIllegalStateException().isThrownBy(() -> probe.sent("views"))
				.withMessage("Channel 'views' is not recorded, since it is replaced by a mock or another stand-in. "
						+ "Use the stand-in itself");
		}

	}

	/**
	 * A slice without listeners. The properties of the application name a listener.
	 */
	@Nested
	@ExtendWith(OutputCaptureExtension.class)
	@ChannelTest(useDefaultFilters = false)
	@ContextConfiguration(classes = Shop.class)
	class WithoutListeners {

		@Test
		void propertiesOfLeftOutListenersAreNoProblem(BackpressureChannel<Order> orders,
				@Autowired ListenerRegistry listeners, CapturedOutput output) {
			assertThat(orders.capacity()).isEqualTo(3);
			assertThat(listeners.ids()).isEmpty();
			assertThat(output).contains("WithoutListeners in ").doesNotContain("There is no listener");
		}

	}

	/**
	 * A slice with a validator whose role is infrastructure.
	 */
	@Nested
	@ChannelTest
	@ContextConfiguration(classes = { Shop.class, ValidatorConfiguration.class })
	class WithValidator {

		@Test
		void validatorIsCreatedWithItsFirstUse(@Autowired ConfigurableApplicationContext context) {
			assertThat(context.getBeanFactory().containsSingleton("checking")).isFalse();
			assertThat(context.getBean("checking")).isNotNull();
			assertThat(context.getBeanFactory().containsSingleton("checking")).isTrue();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ValidatorConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Validator checking() {
			return Validator.forInstanceOf(String.class, (value, errors) -> {
			});
		}

	}

}
