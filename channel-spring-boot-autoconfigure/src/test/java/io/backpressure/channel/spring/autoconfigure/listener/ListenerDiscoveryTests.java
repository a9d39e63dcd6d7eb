package io.backpressure.channel.spring.autoconfigure.listener;

import java.lang.ref.WeakReference;
import java.util.Map;
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
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Listener methods are found by the definitions of their beans, whenever and however the
 * beans come into being.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerDiscoveryTests {

	private static final Received<Object> received = new Received<>();

	private static final Set<Object> instances = ConcurrentHashMap.newKeySet();

	private final ApplicationContextRunner runner = ListenerContext.with("orders")
		.withInitializer((context) -> context.getBeanFactory().registerScope("refresh", new RefreshScope()));

	@AfterEach
	void forget() {
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
	void prototypeIsCreatedForEachCallAndNotKept() {
		this.runner.withUserConfiguration(PrototypeHandler.class).run((context) -> {
			assertListensOnce(context, "handler-on");
			send(context, 2);
			received.await(2);
			assertThat(instances).hasSize(2);
			WeakReference<Object> instance = new WeakReference<>(context.getBean(Handler.class));
			instances.clear();
			Received.until(() -> {
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
			assertListensOnce(context, "handler-on");
			Object first = context.getBean("scopedTarget.handler");
			assertThat(instances).containsExactly(first);
			context.getBeanFactory().destroyScopedBean("scopedTarget.handler");
			send(context, 2);
			received.await(2);
			assertThat(instances).hasSize(2).contains(context.getBean("scopedTarget.handler"));
		});
	}

	@Test
	void beanOfCustomScopeWithoutProxyListens() {
		this.runner.withUserConfiguration(UnproxiedScopedHandler.class)
			.run((context) -> assertListensOnce(context, "handler-on"));
	}

	@Test
	void productOfFactoryBeanListens() {
		this.runner.withUserConfiguration(Factory.class).run((context) -> assertListensOnce(context, "handler-on"));
	}

	@Test
	void factoryBeanItselfListens() {
		this.runner.withBean("factory", ListeningFactory.class).run((context) -> {
			assertThat(context.getBean("factory")).isEqualTo("product");
			assertListensOnce(context, "factory-on");
		});
	}

	@Test
	void productOfUnknownTypeListensOnceItIsCreated() {
		this.runner.withBean("handler", UntypedFactory.class).run((context) -> {
			context.getBean("handler");
			assertListensOnce(context, "handler-on");
		});
	}

	@Test
	void beanRegisteredAfterTheRefreshListensOnceItIsCreated() {
		this.runner.run((context) -> {
			((GenericApplicationContext) context.getSourceApplicationContext()).registerBean("late", Handler.class);
			context.getBean("late");
			assertListensOnce(context, "late-on");
		});
	}

	@Test
	void lateBeanThatCannotListenFailsEachTime() {
		this.runner.run((context) -> {
			((GenericApplicationContext) context.getSourceApplicationContext()).registerBean("late", Undeclared.class);
			for (int attempt = 0; attempt < 2; attempt++) {
				assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("late"))
					.withRootCauseInstanceOf(InvalidListenersException.class);
			}
		});
	}

	@Test
	void classBehindAnInterfaceIsFoundOnceTheBeanExists() {
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
	void requestScopedBeanFailsTheStart() {
		String problem = "@ChannelListener of Handler.on(Integer): its bean 'handler' has the scope 'request', which the "
				+ "threads of a listener are never in. Move the method to a singleton bean.";
		this.runner.withUserConfiguration(RequestScoped.class)
			.run((context) -> assertThat(context.getStartupFailure()).hasMessageContaining(problem));
		this.runner.withUserConfiguration(ProxiedRequestScoped.class)
			.run((context) -> assertThat(context.getStartupFailure()).hasMessageContaining(problem));
	}

	@Test
	void objectThatIsNoBeanIsReported(CapturedOutput output) {
		this.runner.run((context) -> {
			context.getAutowireCapableBeanFactory().initializeBean(new Handler(), "stray");
			assertThat(context.getBean(ListenerRegistry.class).ids()).isEmpty();
			assertThat(output).contains("The @ChannelListener methods of " + Handler.class.getName()
					+ " are not called: 'stray' is not a bean that can be looked up.");
		});
	}

	@Test
	void repeatedAnnotationOfAnOverridingMethodWins() {
		this.runner.withBean("handler", Overriding.class).run((context) -> {
			ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
			assertThat(listeners.ids()).containsExactly("handler-inherited", "handler-on");
			assertThat(listeners.get("handler-on").concurrency().max()).isEqualTo(3);
		});
	}

	@Test
	void annotatedGenericInterfaceMethodListensOnce() {
		this.runner.withBean("handler", OfInterface.class).run((context) -> assertListensOnce(context, "handler-on"));
	}

	private static void assertListensOnce(AssertableApplicationContext context, String id) throws InterruptedException {
		assertThat(context.getBean(ListenerRegistry.class).ids()).containsExactly(id);
		send(context, 1);
		assertThat(received.await(1)).containsExactly(1);
	}

	private static void send(AssertableApplicationContext context, int value) throws InterruptedException {
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

	static class Base {

		@ChannelListener("orders")
		void on(Integer value) {
		}

		@ChannelListener("orders")
		void inherited(Integer value) {
		}

	}

	static class Overriding extends Base {

		@Override
		@ChannelListener(channel = "orders", concurrency = "3")
		void on(Integer value) {
		}

		@Override
		void inherited(Integer value) {
		}

	}

	interface Handling<T> {

		@ChannelListener("orders")
		void on(T value);

	}

	static class OfInterface implements Handling<Integer> {

		@Override
		public void on(Integer value) {
			received.add(value);
		}

	}

	static class ListeningFactory implements FactoryBean<String> {

		@ChannelListener("orders")
		void on(Integer value) {
			received.add(value);
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
		@SuppressWarnings("NullAway") // not known in advance
		public Class<?> getObjectType() {
			return null;
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

	/** Keeps one instance of each bean until it is destroyed. */
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
