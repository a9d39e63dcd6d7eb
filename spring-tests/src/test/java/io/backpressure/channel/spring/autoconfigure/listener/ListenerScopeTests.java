package io.backpressure.channel.spring.autoconfigure.listener;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.backpressure.channel.spring.autoconfigure.listener.ListenerDiscoveryTests.Handler;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of beans that are not singletons.
 */
class ListenerScopeTests {

	private final ApplicationContextRunner runner = ListenerContext.with("orders")
		.withInitializer((context) -> context.getBeanFactory().registerScope("refresh", new RefreshScope()));

	@AfterEach
	void forget() {
		ListenerDiscoveryTests.forget();
	}

	@Test
	void prototypeIsCreatedForEachCallAndNotKept() {
		this.runner.withUserConfiguration(PrototypeHandler.class).run((context) -> {
			ListenerDiscoveryTests.assertListensOnce(context, "handler-on");
			ListenerDiscoveryTests.send(context, 2);
			ListenerDiscoveryTests.received.await(2);
			assertThat(ListenerDiscoveryTests.instances).hasSize(2);
			WeakReference<Object> instance = new WeakReference<>(context.getBean(Handler.class));
			ListenerDiscoveryTests.instances.clear();
			Poll.until(() -> {
				System.gc();
				return instance.get() == null;
			});
			assertThat(context.getBean(ListenerRegistry.class).ids()).containsExactly("handler-on");
		});
	}

	@Test
	void scopedBeanListensOnceThroughItsProxy() {
		this.runner.withUserConfiguration(ScopedHandler.class).run((context) -> {
			context.getBean(Handler.class).toString(); // creates the target
			ListenerDiscoveryTests.assertListensOnce(context, "handler-on");
			Object first = context.getBean("scopedTarget.handler");
			assertThat(ListenerDiscoveryTests.instances).containsExactly(first);
			context.getBeanFactory().destroyScopedBean("scopedTarget.handler");
			ListenerDiscoveryTests.send(context, 2);
			ListenerDiscoveryTests.received.await(2);
			assertThat(ListenerDiscoveryTests.instances).hasSize(2).contains(context.getBean("scopedTarget.handler"));
		});
	}

	@Test
	void beanOfCustomScopeWithoutProxyListens() {
		this.runner.withUserConfiguration(UnproxiedScopedHandler.class)
			.run((context) -> ListenerDiscoveryTests.assertListensOnce(context, "handler-on"));
	}

	@Test
	void requestScopedBeanFailsStartup() {
		String problem = "@ChannelListener of Handler.on(Integer): its bean 'handler' has the scope 'request', which is "
				+ "not active on listener threads. Move the method to a singleton bean.";
		this.runner.withUserConfiguration(RequestScoped.class)
			.run((context) -> assertThat(context.getStartupFailure()).hasMessageContaining(problem));
		this.runner.withUserConfiguration(ProxiedRequestScoped.class)
			.run((context) -> assertThat(context.getStartupFailure()).hasMessageContaining(problem));
	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeHandler {

		@Bean
		@Scope("prototype")
		Handler handler() {
			return new Handler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedHandler {

		@Bean
		@Scope(value = "refresh", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Handler handler() {
			return new Handler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnproxiedScopedHandler {

		@Bean
		@Scope("refresh")
		Handler handler() {
			return new Handler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RequestScoped {

		@Bean
		@Scope("request")
		Handler handler() {
			return new Handler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxiedRequestScoped {

		@Bean
		@Scope(value = "request", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Handler handler() {
			return new Handler();
		}

	}

	/** Scope that keeps one instance of each bean until the instance is destroyed. */
	static final class RefreshScope implements org.springframework.beans.factory.config.Scope {

		private final Map<String, Object> beans = new ConcurrentHashMap<>();

		@Override
		public Object get(String name, ObjectFactory<?> factory) {
			return this.beans.computeIfAbsent(name, (key) -> factory.getObject());
		}

		@Override
		public Object remove(String name) {
			return this.beans.remove(name);
		}

		@Override
		public void registerDestructionCallback(String name, Runnable callback) {
		}

	}

}
