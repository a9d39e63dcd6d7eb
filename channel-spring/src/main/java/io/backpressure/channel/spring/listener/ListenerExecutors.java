package io.backpressure.channel.spring.listener;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Creates what starts the threads of listeners. Threads are named after their listener
 * and numbered. They inherit nothing from the thread that starts them, neither thread
 * locals nor a class loader: a listener that is started by a request, or grows, does not
 * keep the context of that request.
 */
final class ListenerExecutors {

	private final boolean virtual;

	/** That of the application, in which the listeners are created. */
	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	/**
	 * Create executors.
	 * @param virtual whether threads are virtual, where the JVM has such
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

	@SuppressWarnings("ThreadPriorityCheck") // the default, instead of the starter's
	private static ThreadFactory platformThreads(String listenerId) {
		AtomicInteger count = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(null, task, listenerId + "-" + count.incrementAndGet(), 0, false);
			thread.setDaemon(false);
			thread.setPriority(Thread.NORM_PRIORITY);
			return thread;
		};
	}

	/** Return null if that is left to Spring Framework: Java 17 cannot say it. */
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
