package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.InvalidListenersException;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Discovery of listener methods, whenever and however their beans are created.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerDiscoveryTests {

	static final Received<Object> received = new Received<>();

	static final Set<Object> instances = ConcurrentHashMap.newKeySet();

	private final ApplicationContextRunner runner = ListenerContext.with("orders");

	@AfterEach
	void forgetAll() {
		forget();
	}

	static void forget() {
		received.clear();
		instances.clear();
	}

	@Test
	void listenersOfLazyApplicationListen() {
		this.runner.withBean("handler", Handler.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				assertListensOnce(context, "handler-on");
				assertThat(instances).hasSize(1);
			});
	}

	@Test
	void lazyBeanIsCreatedWithTheFirstValue() {
		this.runner.withUserConfiguration(LazyHandler.class).run((context) -> {
			assertThat(instances).isEmpty();
			assertListensOnce(context, "handler-on");
			assertThat(instances).containsExactly(context.getBean(Handler.class));
		});
	}

	@Test
	void beanRegisteredAfterRefreshListensAfterItsCreation() {
		this.runner.run((context) -> {
			((GenericApplicationContext) context.getSourceApplicationContext()).registerBean("late", Handler.class);
			context.getBean("late");
			assertListensOnce(context, "late-on");
		});
	}

	@Test
	void lateBeanWithInvalidListenerFailsEachTime() {
		this.runner.run((context) -> {
			((GenericApplicationContext) context.getSourceApplicationContext()).registerBean("late", Undeclared.class);
			for (int attempt = 0; attempt < 2; attempt++) {
				assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("late"))
					.withRootCauseInstanceOf(InvalidListenersException.class);
			}
		});
	}

	@Test
	void listenerBehindInterfaceIsFoundAfterBeanCreation() {
		this.runner.withUserConfiguration(BehindInterface.class).run((context) -> {
			assertThat(context.getBean(ListenerRegistry.class).ids()).containsExactly("eager-on");
			context.getBean("lazy");
			assertThat(context.getBean(ListenerRegistry.class).ids()).containsExactly("eager-on", "lazy-on");
			assertThat(context.getBean(ListenerRegistry.class).get("lazy-on").isRunning()).isTrue();
		});
	}

	@Test
	void subclassOfTheDeclaredTypeListensOnce() {
		this.runner.withUserConfiguration(LazySubclass.class).run((context) -> {
			context.getBean("handler");
			assertListensOnce(context, "handler-on");
		});
	}

	@Test
	void singletonRegisteredAsInstanceListens() {
		this.runner.withInitializer((context) -> context.getBeanFactory().registerSingleton("handler", new Handler()))
			.run((context) -> assertListensOnce(context, "handler-on"));
	}

	/** Spring does not pass such an object to bean post-processors. */
	@Test
	void singletonRegisteredAsInstanceAfterRefreshNeverListens() {
		this.runner.run((context) -> {
			context.getSourceApplicationContext(ConfigurableApplicationContext.class)
				.getBeanFactory()
				.registerSingleton("handler", new Handler());
			assertThat(context.getBean(Handler.class)).isNotNull();
			assertThat(context.getBean(ListenerRegistry.class).ids()).isEmpty();
		});
	}

	@Test
	void beansInitializedInBackgroundListen() {
		this.runner.withUserConfiguration(Background.class)
			.run((context) -> assertThat(context.getBean(ListenerRegistry.class).ids()).containsExactly("first-on",
					"second-on", "third-on"));
	}

	@Test
	void abstractDefinitionIsIgnored() {
		this.runner.withInitializer((context) -> {
			BeanDefinition definition = org.springframework.beans.factory.support.BeanDefinitionBuilder
				.genericBeanDefinition(Handler.class)
				.setAbstract(true)
				.getBeanDefinition();
			((GenericApplicationContext) context).registerBeanDefinition("template", definition);
		}).run((context) -> assertThat(context.getBean(ListenerRegistry.class).ids()).isEmpty());
	}

	@Test
	void objectThatIsNotABeanIsReported(CapturedOutput output) {
		this.runner.run((context) -> {
			context.getAutowireCapableBeanFactory().initializeBean(new Handler(), "stray");
			assertThat(context.getBean(ListenerRegistry.class).ids()).isEmpty();
			assertThat(output).contains("The @ChannelListener methods of " + Handler.class.getName()
					+ " are not called: 'stray' is not a bean that can be looked up.");
		});
	}

	static void assertListensOnce(AssertableApplicationContext context, String id) throws InterruptedException {
		assertThat(context.getBean(ListenerRegistry.class).ids()).containsExactly(id);
		send(context, 1);
		assertThat(received.await(1)).containsExactly(1);
	}

	static void send(AssertableApplicationContext context, int value) throws InterruptedException {
		@SuppressWarnings("unchecked")
		BackpressureChannel<Integer> orders = context.getBean("orders", BackpressureChannel.class);
		orders.send(value);
	}

	interface Service {

	}

	static class Handler implements Service {

		@ChannelListener("orders")
		void on(Integer value) {
			instances.add(target());
			received.add(value);
		}

		Object target() {
			return this;
		}

	}

	static class SubHandler extends Handler {

	}

	static class Undeclared {

		@ChannelListener("oders")
		void on(Integer value) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyHandler {

		@Bean
		@Lazy
		Handler handler() {
			return new Handler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazySubclass {

		@Bean
		@Lazy
		Handler handler() {
			return new SubHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BehindInterface {

		@Bean
		Service eager() {
			return new Handler();
		}

		@Bean
		@Lazy
		Service lazy() {
			return new Handler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Background {

		@Bean
		Executor bootstrapExecutor() {
			return new SimpleAsyncTaskExecutor("bootstrap-");
		}

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		Handler first() {
			return new Handler();
		}

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		Handler second() {
			return new Handler();
		}

		@Bean(bootstrap = Bean.Bootstrap.BACKGROUND)
		Handler third() {
			return new Handler();
		}

	}

}
