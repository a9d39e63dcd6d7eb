package io.backpressure.channel.spring.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.ChannelBuilderCustomizer;
import io.backpressure.channel.spring.ChannelRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executor that runs the stages of asynchronous channel calls in an application.
 */
@Timeout(180)
class ApplicationExecutorTests {

	private static final String EXECUTOR = "applicationTaskExecutor";

	private final ApplicationContextRunner withoutExecutor = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.orders.type=java.lang.Object",
				"backpressure.channels.orders.buffer-size=1");

	private final ApplicationContextRunner runner = this.withoutExecutor
		.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class));

	@Test
	void stagesRunOnExecutorOfApplication() {
		this.runner.run((context) -> {
			assertThat(stageThread(orders(context)).getName()).startsWith("task-");
			assertThat(stageThread(created(context)).getName()).startsWith("task-");
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void stagesRunOnVirtualThreadsIfEnabled() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			assertThat(stageThread(orders(context)).getName()).startsWith("task-");
			assertThat(stageThread(orders(context)).getClass().getName()).isEqualTo("java.lang.VirtualThread");
		});
	}

	@Test
	void customizerReplacesExecutor() {
		this.runner.withBean(ChannelBuilderCustomizer.class, () -> (name, builder) -> builder.executor(named("mine-")))
			.run((context) -> {
				assertThat(stageThread(orders(context)).getName()).startsWith("mine-");
				assertThat(stageThread(created(context)).getName()).startsWith("mine-");
			});
	}

	@Test
	void applicationMayReplaceExecutorBean() {
		this.runner.withBean(EXECUTOR, Executor.class, () -> named("replaced-"))
			.run((context) -> assertThat(stageThread(orders(context)).getName()).startsWith("replaced-"));
	}

	@Test
	void stagesRunOnCommonPoolWithoutExecutorBean() {
		this.withoutExecutor
			.run((context) -> assertThat(stageThread(orders(context)).getName()).startsWith("ForkJoinPool.commonPool"));
		this.withoutExecutor.withBean(EXECUTOR, String.class, () -> "not an executor")
			.run((context) -> assertThat(stageThread(orders(context)).getName()).startsWith("ForkJoinPool.commonPool"));
	}

	@Test
	void executorIsNotCreatedBeforeItIsNeeded() {
		this.withoutExecutor
			.withBean(EXECUTOR, Executor.class, () -> named("lazy-"), (definition) -> definition.setLazyInit(true))
			.run((context) -> {
				orders(context).send("cup");
				assertThat(orders(context).receiveAsync()).isCompletedWithValue("cup");
				assertThat(context.getBeanFactory().containsSingleton(EXECUTOR)).isFalse();
				stageThread(orders(context));
				assertThat(context.getBeanFactory().containsSingleton(EXECUTOR)).isTrue();
			});
	}

	@Test
	void executorMayDependOnChannel() {
		this.runner.withUserConfiguration(DependentExecutor.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(stageThread(orders(context)).getName()).startsWith("dependent-");
		});
	}

	@Test
	void waitingCallFailsWhenContextIsClosed() {
		this.runner.run((context) -> {
			CompletableFuture<Object> failure = orders(context).receiveAsync().handle((value, ex) -> ex);
			context.close();
			assertThat(get(failure)).isInstanceOf(ChannelClosedException.class);
		});
	}

	@Test
	void queuedStageRunsDespiteShutdownOfExecutor() {
		this.runner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("spring.task.execution.pool.core-size=1",
					"spring.lifecycle.timeout-per-shutdown-phase=10ms")
			.run((context) -> {
				CountDownLatch started = new CountDownLatch(1);
				CountDownLatch closed = new CountDownLatch(1);
				CompletableFuture<Object> busy = orders(context).receiveAsync().thenApply((value) -> {
					started.countDown();
					awaitUninterruptibly(closed);
					return value;
				});
				orders(context).send("cup");
				assertThat(started.await(120, TimeUnit.SECONDS)).isTrue();
				BackpressureChannel<Object> created = created(context);
				CompletableFuture<Thread> next = created.receiveAsync().thenApply((value) -> Thread.currentThread());
				created.send("plate");
				context.close();
				assertThat(get(next).getName()).doesNotStartWith("task-");
				assertThat(busy).isNotDone();
				closed.countDown();
				assertThat(get(busy)).isEqualTo("cup");
			});
	}

	/** Return the thread that runs a dependent stage of a receive that had to wait. */
	private static Thread stageThread(BackpressureChannel<Object> channel) throws Exception {
		CompletableFuture<Thread> thread = channel.receiveAsync().thenApply((value) -> Thread.currentThread());
		channel.send("value");
		return get(thread);
	}

	private static <T> T get(CompletableFuture<T> future) throws Exception {
		return future.get(120, TimeUnit.SECONDS);
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Object> orders(ApplicationContext context) {
		return context.getBean("orders", BackpressureChannel.class);
	}

	private static BackpressureChannel<Object> created(ApplicationContext context) {
		return context.getBean(ChannelRegistry.class).create("created", Object.class, (builder) -> {
		});
	}

	private static Executor named(String prefix) {
		return new SimpleAsyncTaskExecutor(prefix);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// interrupted by the shutdown of the executor
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class DependentExecutor {

		@Bean(EXECUTOR)
		Executor dependentExecutor(BackpressureChannel<Object> orders) throws Exception {
			stageThread(orders); // while this bean is being created
			return named("dependent-");
		}

	}

}
