package io.backpressure.channel.spring.listener;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Factory for the executors that start the threads of listeners. Threads are named after
 * their listener and numbered. They inherit neither thread locals nor the context class
 * loader from the thread that starts them. So a listener that is started by a request
 * does not retain the context of that request.
 */
final class ListenerExecutors {

	private final boolean virtual;

	/**
	 * Class loader of the application: the context class loader of the thread that
	 * creates this factory.
	 */
	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	/**
	 * Create a factory.
	 * @param virtual whether to use virtual threads
	 */
	ListenerExecutors(boolean virtual) {
		this.virtual = virtual;
	}

	Executor of(String listenerId) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(listenerId + "-");
		ThreadFactory factory = this.virtual ? virtualThreads(listenerId) : platformThreads(listenerId);
		if (factory == null) {
			executor.setVirtualThreads(true);
			return executor;
		}
		executor.setThreadFactory((task) -> {
			Thread thread = factory.newThread(task);
			thread.setContextClassLoader(this.classLoader);
			return thread;
		});
		return executor;
	}

	// sets the default priority, so that a thread does not inherit that of its creator
	@SuppressWarnings("ThreadPriorityCheck")
	private static ThreadFactory platformThreads(String listenerId) {
		AtomicInteger count = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(null, task, listenerId + "-" + count.incrementAndGet(), 0, false);
			thread.setDaemon(false);
			thread.setPriority(Thread.NORM_PRIORITY);
			return thread;
		};
	}

	/**
	 * Return a factory of virtual threads, or {@code null} if the JDK's builder cannot be
	 * called by reflection. In that case Spring Framework creates the threads: they
	 * inherit thread locals and the context class loader of their creator. On a JVM
	 * without virtual threads, such as Java 17, Spring Framework throws an exception
	 * instead.
	 */
	private static @Nullable ThreadFactory virtualThreads(String listenerId) {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			Class<?> type = Class.forName("java.lang.Thread$Builder");
			Method name = type.getMethod("name", String.class, long.class);
			Method inherit = type.getMethod("inheritInheritableThreadLocals", boolean.class);
			Method factory = type.getMethod("factory");
			name.invoke(builder, listenerId + "-", 1L);
			inherit.invoke(builder, false);
			return (ThreadFactory) factory.invoke(builder);
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

}
