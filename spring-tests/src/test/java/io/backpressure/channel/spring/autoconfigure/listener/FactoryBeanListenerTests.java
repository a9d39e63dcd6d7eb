package io.backpressure.channel.spring.autoconfigure.listener;

import io.backpressure.channel.spring.autoconfigure.listener.ListenerDiscoveryTests.Handler;
import io.backpressure.channel.spring.listener.ChannelListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of factory beans and of their products.
 */
class FactoryBeanListenerTests {

	private final ApplicationContextRunner runner = ListenerContext.with("orders");

	@AfterEach
	void forget() {
		ListenerDiscoveryTests.forget();
	}

	@Test
	void productOfFactoryBeanListens() {
		this.runner.withUserConfiguration(Factory.class)
			.run((context) -> ListenerDiscoveryTests.assertListensOnce(context, "handler-on"));
	}

	@Test
	void factoryBeanItselfListens() {
		this.runner.withBean("factory", ListeningFactory.class).run((context) -> {
			assertThat(context.getBean("factory")).isEqualTo("product");
			ListenerDiscoveryTests.assertListensOnce(context, "factory-on");
		});
	}

	@Test
	void productOfUnknownTypeListensAfterItsCreation() {
		this.runner.withBean("handler", UntypedFactory.class).run((context) -> {
			context.getBean("handler");
			ListenerDiscoveryTests.assertListensOnce(context, "handler-on");
		});
	}

	static class ListeningFactory implements FactoryBean<String> {

		@ChannelListener("orders")
		void on(Integer value) {
			ListenerDiscoveryTests.received.add(value);
		}

		@Override
		public String getObject() {
			return "product";
		}

		@Override
		public Class<?> getObjectType() {
			return String.class;
		}

	}

	static class UntypedFactory implements FactoryBean<Object> {

		@Override
		public Object getObject() {
			return new Handler();
		}

		@Override
		@SuppressWarnings("NullAway") // the type is not known in advance
		public Class<?> getObjectType() {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Factory {

		@Bean
		FactoryBean<Handler> handler() {
			return new FactoryBean<>() {

				@Override
				public Handler getObject() {
					return new Handler();
				}

				@Override
				public Class<?> getObjectType() {
					return Handler.class;
				}

			};
		}

	}

}
