package io.backpressure.channel.spring.autoconfigure;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;

/**
 * Executor for the asynchronous calls of channels. It passes the tasks of these calls to
 * the executor bean of the application. Channels may be created before that bean, so the
 * bean is looked up when the first task arrives. After the application context has been
 * closed, tasks are rejected; the channels then use their default executor.
 */
final class ApplicationExecutor implements Executor {

	/*
	 * An executor that is shut down may discard its queue. A call whose task is discarded
	 * would wait forever. So each task is kept in a set until it starts. If the context
	 * is closed before that, the task is moved to the common pool. Only the thread that
	 * removes a task from the set may run or move it, so no task runs twice.
	 */

	/** Name of the executor bean, whether Spring Boot or the application defines it. */
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
	 * Move the tasks that have not been started to the common pool, and drop the
	 * references to the application context, which is being closed.
	 */
	void close() {
		this.beanFactory = null;
		this.executor = null;
		this.unstarted.forEach(Task::move);
	}

	/** Task that runs at most once, on whichever executor starts it first. */
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

		/** Run this task in the common pool, unless it has been started. */
		void move() {
			if (ApplicationExecutor.this.unstarted.remove(this)) {
				CompletableFuture<Void> ignored = CompletableFuture.runAsync(this.runnable);
			}
		}

	}

}
