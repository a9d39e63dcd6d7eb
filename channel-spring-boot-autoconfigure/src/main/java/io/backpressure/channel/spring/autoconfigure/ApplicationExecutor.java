package io.backpressure.channel.spring.autoconfigure;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;

/**
 * Executor of the asynchronous calls of channels. Passes their tasks to the executor bean
 * of the application, which is looked up for the first task, since channels may be
 * created before that bean. Rejects tasks after the application context has been closed;
 * the channels then use their default executor.
 */
final class ApplicationExecutor implements Executor {

	/*
	 * An executor may discard its queue when it is shut down, and a call whose task was
	 * discarded would wait forever. So a task is kept in a set until it is started, and
	 * moved to another executor if the context is closed before that. The thread that
	 * removes a task from the set runs it, so the task runs once.
	 */

	/** Bean name of the executor that Spring Boot configures, or of its replacement. */
	private static final String BEAN_NAME = "applicationTaskExecutor";

	private volatile @Nullable BeanFactory beanFactory;

	private volatile @Nullable Executor executor;

	private final Set<Task> unstarted = ConcurrentHashMap.newKeySet();

	ApplicationExecutor(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/** Return whether the application has an executor, without creating it. */
	boolean isAvailable() {
		BeanFactory beanFactory = this.beanFactory;
		return beanFactory != null && beanFactory.containsBean(BEAN_NAME)
				&& beanFactory.isTypeMatch(BEAN_NAME, Executor.class);
	}

	@Override
	public void execute(Runnable runnable) {
		Executor executor = executor();
		Task task = new Task(runnable);
		this.unstarted.add(task);
		try {
			executor.execute(task);
		}
		catch (RuntimeException | Error ex) {
			if (this.unstarted.remove(task)) {
				throw ex;
			}
		}
		if (this.beanFactory == null) { // the context has been closed in the meantime
			task.move();
		}
	}

	private Executor executor() {
		BeanFactory beanFactory = this.beanFactory;
		if (beanFactory == null) {
			throw new RejectedExecutionException("The application context is closed");
		}
		Executor executor = this.executor;
		if (executor == null) {
			executor = beanFactory.getBean(BEAN_NAME, Executor.class);
			this.executor = executor;
		}
		return executor;
	}

	/**
	 * Move the tasks that have not been started, and retain nothing of the application
	 * context, which is being closed.
	 */
	void close() {
		this.beanFactory = null;
		this.executor = null;
		this.unstarted.forEach(Task::move);
	}

	/** Task that runs once. */
	private final class Task implements Runnable {

		private final Runnable runnable;

		Task(Runnable runnable) {
			this.runnable = runnable;
		}

		@Override
		public void run() {
			if (ApplicationExecutor.this.unstarted.remove(this)) {
				this.runnable.run();
			}
		}

		/** Let the common pool run this task, unless it has been started. */
		void move() {
			if (ApplicationExecutor.this.unstarted.remove(this)) {
				CompletableFuture<Void> ignored = CompletableFuture.runAsync(this.runnable);
			}
		}

	}

}
