package io.backpressure.channel.benchmarks.listening;

import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Listening by a {@link ThreadPoolTaskExecutor} with a bounded queue. The sender of a
 * rejected task waits for room. Neither Spring Framework nor the JDK has a handler of
 * rejected tasks that waits. With {@code CallerRunsPolicy}, the sender would do most of
 * the work itself.
 */
public final class TaskExecutor {

	private TaskExecutor() {
	}

	/**
	 * Start with a task for each value.
	 * @param threads the number of threads that handle values
	 * @param handler the handler of each value
	 * @return the object to pass values to
	 */
	public static Listening start(int threads, Consumer<Integer> handler) {
		ThreadPoolTaskExecutor executor = executor(threads);
		executor.initialize();
		return (value) -> executor.execute(() -> handler.accept(value));
	}

	/**
	 * Start with an {@link Async} method.
	 * @param threads the number of threads that handle values
	 * @param handler the handler of each value
	 * @return the object to pass values to
	 */
	public static Listening startAsync(int threads, Consumer<Integer> handler) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Asynchronous.class);
		context.registerBean("taskExecutor", ThreadPoolTaskExecutor.class, () -> executor(threads));
		context.registerBean(Method.class, () -> new Method(handler));
		context.refresh();
		Method method = context.getBean(Method.class);
		return method::on;
	}

	private static ThreadPoolTaskExecutor executor(int threads) {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setCorePoolSize(threads);
		executor.setMaxPoolSize(threads);
		executor.setQueueCapacity(128);
		executor.setRejectedExecutionHandler(TaskExecutor::awaitRoom);
		return executor;
	}

	private static void awaitRoom(Runnable task, ThreadPoolExecutor executor) {
		try {
			executor.getQueue().put(task);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Configuration that enables {@link Async}. */
	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class Asynchronous {

	}

	/** Bean with an asynchronous method. */
	static class Method {

		private final Consumer<Integer> handler;

		Method(Consumer<Integer> handler) {
			this.handler = handler;
		}

		@Async
		void on(Integer value) {
			this.handler.accept(value);
		}

	}

}
