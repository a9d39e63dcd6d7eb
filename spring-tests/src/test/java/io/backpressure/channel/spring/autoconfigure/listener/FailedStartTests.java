package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.ArrayList;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application context that fails to start: its beans are destroyed, and nothing blocks
 * forever.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class FailedStartTests {

	private final List<LateSenders.Sender> senders = new ArrayList<>();

	private final List<Object> handedOver = new ArrayList<>();

	private final ApplicationContextRunner orders = ListenerContext.with("orders")
		.withPropertyValues("backpressure.channels.orders.buffer-size=3")
		.withBean(UndeliveredHandler.class, () -> (channel, values) -> this.handedOver.addAll(values))
		.withInitializer((context) -> context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if (bean instanceof LateSenders.Sender sender) {
					FailedStartTests.this.senders.add(sender);
				}
				return bean;
			}

		}));

	@Test
	void waitingSendFailsIfBeanCannotBeCreated(CapturedOutput output) {
		this.orders.withUserConfiguration(JoinedSenderAndBrokenBean.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThatWaitingSendFailed();
			assertThat(output).contains("failed to start: lost 3 values left in channel 'orders'");
		});
	}

	@Test
	void waitingSendFailsIfLifecycleBeanDoesNotStart() {
		this.orders.withUserConfiguration(LateSenders.JoinsThread.class, BrokenLifecycle.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThatWaitingSendFailed();
			assertThat(this.handedOver).isEqualTo(this.senders.get(0).accepted.values());
		});
	}

	@Test
	void waitingSendFailsIfRefreshedEventFails() {
		this.orders.withUserConfiguration(LateSenders.JoinsThread.class, BrokenRefreshedListener.class)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThatWaitingSendFailed();
				assertThat(this.handedOver).isEqualTo(this.senders.get(0).accepted.values());
			});
	}

	@Test
	void runningCallFinishesBeforeBeansAreDestroyed() {
		Resource resource = new Resource();
		this.orders.withBean(Resource.class, () -> resource)
			.withBean(UsingResource.class)
			.withUserConfiguration(FillingLifecycle.class, BrokenLifecycle.class)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(resource.usedAfterClose).isFalse();
				List<Object> known = new ArrayList<>(resource.used.values());
				known.addAll(this.handedOver);
				assertThat(known).containsExactly(1, 2, 3);
			});
	}

	@Test
	void destroyingOneBeanDuringStartClosesNoChannel() {
		this.orders.withUserConfiguration(DestroysOneBean.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(((BackpressureChannel<?>) context.getBean("orders")).isClosed()).isFalse();
		});
	}

	private void assertThatWaitingSendFailed() {
		assertThat(this.senders).singleElement()
			.satisfies((sender) -> assertThat(sender.failures.await(1)).hasSize(1)
				.hasOnlyElementsOfType(ChannelClosedException.class));
	}

	static class JoinedSenderAndBrokenBean {

		@Bean
		LateSenders.JoinsThread sender(BackpressureChannel<Integer> orders) {
			return new LateSenders.JoinsThread(orders);
		}

		@Bean
		InitializingBean broken(LateSenders.JoinsThread sender) {
			return () -> {
				sender.accepted.await(3);
				throw new IllegalStateException("cannot be created");
			};
		}

	}

	/**
	 * Lifecycle bean that fails in the phase of web servers, like a server whose port is
	 * in use.
	 */
	static class BrokenLifecycle {

		@Bean
		SmartLifecycle broken() {
			return new StartedLifecycle(SmartLifecycle.DEFAULT_PHASE - 2048, () -> {
				throw new IllegalStateException("port in use");
			});
		}

	}

	static class FillingLifecycle {

		@Bean
		SmartLifecycle filling(BackpressureChannel<Integer> orders, Resource resource) {
			return new StartedLifecycle(0, () -> {
				for (int value = 1; value <= 3; value++) {
					orders.trySend(value);
				}
			});
		}

	}

	static class BrokenRefreshedListener implements ApplicationListener<ContextRefreshedEvent> {

		@Override
		public void onApplicationEvent(ContextRefreshedEvent event) {
			throw new IllegalStateException("not ready");
		}

	}

	static class DestroysOneBean {

		@Bean
		AutoCloseable temporary(BackpressureChannel<Integer> orders) {
			return () -> {
			};
		}

		@Bean
		InitializingBean destroying(ConfigurableListableBeanFactory beanFactory, AutoCloseable temporary) {
			return () -> ((DefaultListableBeanFactory) beanFactory).destroySingleton("temporary");
		}

	}

	static class Resource implements AutoCloseable {

		final Received<Integer> used = new Received<>();

		volatile boolean usedAfterClose;

		private volatile boolean closed;

		void use(Integer value) {
			this.usedAfterClose |= this.closed;
			this.used.add(value);
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

	record UsingResource(Resource resource) {

		@ChannelListener("orders")
		void handle(Integer value) throws InterruptedException {
			Thread.sleep(20);
			this.resource.use(value);
		}

	}

	/** Lifecycle bean that runs an action in {@link #start()}. */
	static class StartedLifecycle implements SmartLifecycle {

		private final int phase;

		private final Runnable action;

		StartedLifecycle(int phase, Runnable action) {
			this.phase = phase;
			this.action = action;
		}

		@Override
		public void start() {
			this.action.run();
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

}
