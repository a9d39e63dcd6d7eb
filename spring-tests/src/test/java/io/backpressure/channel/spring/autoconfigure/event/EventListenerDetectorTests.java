package io.backpressure.channel.spring.autoconfigure.event;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.event.ChannelDropEvent;
import io.backpressure.channel.spring.event.ChannelErrorEvent;
import io.backpressure.channel.spring.event.ChannelEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events that are published only if a listener exists.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventListenerDetectorTests {

	private static final int SENDS = 1000;

	private static final List<ApplicationEvent> EVENTS = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelEventsAutoConfiguration.class))
		.withPropertyValues("backpressure.defaults.buffer-size=1", "backpressure.channels.rejecting.strategy=error",
				"backpressure.channels.dropping.strategy=drop");

	@BeforeEach
	void forgetEvents() {
		EVENTS.clear();
	}

	@ParameterizedTest
	@MethodSource("listeners")
	void everyKindOfListenerIsDetected(UnaryOperator<ApplicationContextRunner> listener) {
		listener.apply(this.runner).run((context) -> {
			drop(context);
			assertThat(EVENTS).filteredOn(ChannelEvent.class::isInstance)
				.singleElement()
				.isInstanceOf(ChannelDropEvent.class);
		});
	}

	static Stream<Named<UnaryOperator<ApplicationContextRunner>>> listeners() {
		return Stream.of(config(OfDrops.class), config(OfAnyEvent.class), config(OfObjects.class),
				config(LazyMethod.class), config(ListenerBean.class), config(LazyListenerBean.class),
				config(LambdaBean.class), config(PrototypeBean.class), config(Smart.class), config(Generic.class),
				config(CustomMulticaster.class),
				Named.of("lazy application",
						(runner) -> runner.withUserConfiguration(OfDrops.class)
							.withInitializer((context) -> context
								.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))),
				Named.of("added before the refresh",
						(runner) -> runner
							.withInitializer((context) -> context.addApplicationListener(new DropListener()))),
				Named.of("in the parent", (runner) -> {
					AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(OfDrops.class);
					return runner.withParent(parent);
				}));
	}

	private static Named<UnaryOperator<ApplicationContextRunner>> config(Class<?> configuration) {
		return Named.of(configuration.getSimpleName(), (runner) -> runner.withUserConfiguration(configuration));
	}

	@Test
	void listenersAddedAndRemovedLaterAreDetected() {
		this.runner.run((context) -> {
			drop(context);
			DropListener listener = new DropListener();
			context.addApplicationListener(listener);
			drop(context);
			assertThat(EVENTS).hasSize(1);
			context.removeApplicationListener(listener);
			drop(context);
			((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("late",
					new RootBeanDefinition(DropListener.class));
			context.getBean("late");
			drop(context);
			assertThat(EVENTS).hasSize(2);
		});
	}

	@Test
	void rejectedSendCreatesNoExceptionWithoutListeners() {
		this.runner.run((context) -> assertThat(allocatedByRejections(context)).isLessThan(SENDS * 50L));
	}

	@Test
	void rejectedSendCreatesNoExceptionForDropListeners() {
		this.runner.withUserConfiguration(OfDrops.class, OfOwnEvents.class)
			.run((context) -> assertThat(allocatedByRejections(context)).isLessThan(SENDS * 50L));
	}

	@Test
	void listenerOfErrorsReceivesOnlyErrorEvents() {
		this.runner.withUserConfiguration(OfErrors.class).run((context) -> {
			channel(context, "rejecting").trySend("kept");
			assertThat(channel(context, "rejecting").trySend("rejected")).isEqualTo(SendResult.FULL);
			assertThat(EVENTS).singleElement().isInstanceOf(ChannelErrorEvent.class);
			drop(context);
			assertThat(EVENTS).hasSize(1);
		});
	}

	@Test
	void asynchronousMulticasterIsReportedAtStart(CapturedOutput output) {
		this.runner.withUserConfiguration(AsyncMulticaster.class, OfDrops.class)
			.run((context) -> Awaitility.await()
				.untilAsserted(() -> assertThat(output).contains("calls listeners asynchronously")
					.contains("backpressure.events.mode to 'summary'")));
	}

	@Test
	void unusedOrSynchronousMulticasterIsNotReported(CapturedOutput output) {
		this.runner.withUserConfiguration(AsyncMulticaster.class).run((context) -> drop(context));
		this.runner.withUserConfiguration(OfDrops.class).run((context) -> drop(context));
		assertThat(output).doesNotContain("asynchronously");
	}

	private static long allocatedByRejections(ApplicationContext context) {
		BackpressureChannel<Object> rejecting = channel(context, "rejecting");
		rejecting.trySend("kept");
		rejecting.trySend("rejected"); // so that all classes are loaded
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		for (int send = 0; send < SENDS; send++) {
			rejecting.trySend("rejected");
		}
		return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
	}

	private static void drop(ApplicationContext context) {
		channel(context, "dropping").trySend("kept");
		assertThat(channel(context, "dropping").trySend("dropped")).isEqualTo(SendResult.DROPPED);
		channel(context, "dropping").tryReceive();
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Object> channel(ApplicationContext context, String name) {
		return context.getBean(name, BackpressureChannel.class);
	}

	static class DropListener implements ApplicationListener<ChannelDropEvent> {

		@Override
		public void onApplicationEvent(ChannelDropEvent event) {
			EVENTS.add(event);
		}

	}

	static class OfDrops {

		@EventListener
		void on(ChannelDropEvent event) {
			EVENTS.add(event);
		}

	}

	static class OfErrors {

		@EventListener
		void on(ChannelErrorEvent event) {
			EVENTS.add(event);
		}

	}

	static class OfAnyEvent {

		@EventListener
		void on(ApplicationEvent event) {
			EVENTS.add(event);
		}

	}

	static class OfObjects {

		@EventListener
		void on(Object event) {
			EVENTS.add((ApplicationEvent) event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyMethod {

		@Bean
		@Lazy
		OfDrops ofDrops() {
			return new OfDrops();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerBean {

		@Bean
		DropListener dropListener() {
			return new DropListener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyListenerBean {

		@Bean
		@Lazy
		DropListener dropListener() {
			return new DropListener();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LambdaBean {

		@Bean
		ApplicationListener<ChannelDropEvent> lambda() {
			return EVENTS::add;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeBean {

		@Bean
		@Scope("prototype")
		DropListener dropListener() {
			return new DropListener();
		}

	}

	/**
	 * Configuration with a listener for events that do not come from channels. The
	 * listener is a lambda, so only the bean definition reveals the type of its events.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OfOwnEvents {

		@Bean
		ApplicationListener<OwnEvent> ownEvents() {
			return EVENTS::add;
		}

	}

	static class OwnEvent extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		OwnEvent(Object source) {
			super(source);
		}

	}

	static class Smart implements SmartApplicationListener {

		@Override
		public boolean supportsEventType(Class<? extends ApplicationEvent> eventType) {
			return eventType == ChannelDropEvent.class;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			EVENTS.add(event);
		}

	}

	static class Generic implements GenericApplicationListener {

		@Override
		public boolean supportsEventType(ResolvableType eventType) {
			return eventType.toClass() == ChannelDropEvent.class;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			EVENTS.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomMulticaster {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			return new SimpleApplicationEventMulticaster() {

				@Override
				public void multicastEvent(ApplicationEvent event, ResolvableType eventType) {
					EVENTS.add(event);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsyncMulticaster {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor());
			return multicaster;
		}

	}

}
