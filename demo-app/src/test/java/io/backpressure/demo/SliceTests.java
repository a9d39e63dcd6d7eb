package io.backpressure.demo;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import jakarta.validation.Validator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Slice of the order desk with its channels and listeners.
 */
@ChannelTest
class SliceTests {

	@Autowired
	private ConfigurableApplicationContext context;

	@Test
	void channelsExistWithoutWebServer() {
		assertThat(this.context.getBean("orders", BackpressureChannel.class).capacity()).isEqualTo(100);
		assertThat(this.context.containsBean("tomcatServletWebServerFactory")).isFalse();
	}

	@Test
	void validatorIsCreatedWithItsFirstUse() {
		assertThat(this.context.getBeanFactory().containsSingleton("defaultValidator")).isFalse();
		assertThat(this.context.getBean(Validator.class)).isNotNull();
		assertThat(this.context.getBeanFactory().containsSingleton("defaultValidator")).isTrue();
	}

}
