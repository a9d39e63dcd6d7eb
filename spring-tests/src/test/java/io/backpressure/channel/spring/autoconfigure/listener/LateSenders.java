package io.backpressure.channel.spring.autoconfigure.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.SendResult;
import jakarta.annotation.PreDestroy;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Beans that send in different ways while the application context closes.
 */
final class LateSenders {

	private LateSenders() {
	}

	/** Sender that records the accepted values and the failures. */
	static class Sender {

		final Received<Integer> accepted = new Received<>();

		final Received<Object> failures = new Received<>();

		private final BackpressureChannel<Integer> orders;

		private int next;

		Sender(BackpressureChannel<Integer> orders) {
			this.orders = orders;
		}

		void send() {
			send(this.orders::send);
		}

		void send(Send send) {
			int value = this.next++;
			try {
				send.send(value);
				this.accepted.add(value);
			}
			catch (ChannelClosedException | InterruptedException ex) {
				this.failures.add(ex);
			}
		}

		/** Send more values than the buffer holds. */
		void sendMany() {
			for (int sends = 0; sends < 20; sends++) {
				send();
			}
		}

		void sendUntilFailure() {
			while (this.failures.values().isEmpty()) {
				send();
			}
		}

		BackpressureChannel<Integer> orders() {
			return this.orders;
		}

	}

	interface Send {

		void send(Integer value) throws InterruptedException;

	}

	static class InPreDestroy extends Sender {

		InPreDestroy(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@PreDestroy
		void end() {
			sendMany();
		}

	}

	static class WithTimeout extends Sender {

		WithTimeout(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@PreDestroy
		void end() {
			send((value) -> orders().send(value, Duration.ofHours(1)));
		}

	}

	static class WithToken extends Sender {

		WithToken(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@PreDestroy
		void end() {
			try (CancellationSource source = CancellationSource.create()) {
				send((value) -> orders().send(value, source.token()));
			}
		}

	}

	static class WithoutWaiting extends Sender {

		WithoutWaiting(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@PreDestroy
		void end() {
			SendResult result = orders().trySend(1);
			this.failures.add(result);
		}

	}

	/**
	 * Sender whose sends begin before the listeners start, and again after the listeners
	 * have stopped.
	 */
	static class Asynchronous extends Sender {

		private final List<CompletableFuture<?>> sends = new ArrayList<>();

		Asynchronous(BackpressureChannel<Integer> orders) {
			super(orders);
			beginMany();
		}

		private void beginMany() {
			for (int begun = 0; begun < 20; begun++) {
				int value = this.sends.size();
				this.sends.add(orders().sendAsync(value).handle((result, failure) -> {
					if (failure == null) {
						this.accepted.add(value);
					}
					else {
						this.failures.add(failure);
					}
					return null;
				}));
			}
		}

		@PreDestroy
		void end() {
			beginMany();
			CompletableFuture.allOf(this.sends.toArray(CompletableFuture[]::new)).join();
		}

	}

	static class AsDisposableBean extends Sender implements DisposableBean {

		AsDisposableBean(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@Override
		public void destroy() {
			sendMany();
		}

	}

	static class AsAutoCloseable extends Sender implements AutoCloseable {

		AsAutoCloseable(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@Override
		public void close() {
			sendMany();
		}

	}

	static class DestroyMethod {

		@Bean(destroyMethod = "sendMany")
		Sender sender(BackpressureChannel<Integer> orders) {
			return new Sender(orders);
		}

	}

	/**
	 * Sender that sends continuously on a thread, and joins that thread when the bean is
	 * destroyed.
	 */
	static class JoinsThread extends Sender {

		private final Thread thread = new Thread(this::sendUntilFailure);

		JoinsThread(BackpressureChannel<Integer> orders) {
			super(orders);
			this.thread.setDaemon(true);
			this.thread.start();
		}

		@PreDestroy
		void end() throws InterruptedException {
			this.thread.join();
		}

	}

	static class JoinsFuture extends Sender {

		JoinsFuture(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@PreDestroy
		void end() {
			CompletableFuture.runAsync(this::sendMany).join();
		}

	}

	static class JoinsExecutor extends Sender {

		private final ExecutorService executor = Executors.newSingleThreadExecutor();

		private final Future<?> task;

		JoinsExecutor(BackpressureChannel<Integer> orders) {
			super(orders);
			this.task = this.executor.submit(this::sendUntilFailure);
		}

		@PreDestroy
		void end() throws Exception {
			this.executor.shutdown();
			this.task.get();
			this.executor.awaitTermination(1, TimeUnit.HOURS);
		}

	}

	/** Sender that sends in {@link #stop()}, after the listeners have stopped. */
	static class InLowerPhase extends Sender implements SmartLifecycle {

		private volatile boolean running;

		InLowerPhase(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			sendMany();
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

	/** Sender that sends in {@link #stop()}, before the listeners stop. */
	static class InHigherPhase extends InLowerPhase {

		InHigherPhase(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@Override
		public int getPhase() {
			return SmartLifecycle.DEFAULT_PHASE;
		}

	}

	static class OnPooledThreads {

		@Bean
		ThreadPoolTaskExecutor pool() {
			ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
			pool.setWaitForTasksToCompleteOnShutdown(true);
			pool.setAwaitTerminationSeconds(3600);
			return pool;
		}

		@Bean
		@SuppressWarnings("FutureReturnValueIgnored")
		Sender sender(BackpressureChannel<Integer> orders, ThreadPoolTaskExecutor pool) {
			Sender sender = new Sender(orders);
			pool.submit(sender::sendUntilFailure);
			return sender;
		}

	}

	static class OnThreadsOfSimpleExecutor {

		@Bean
		SimpleAsyncTaskExecutor executor() {
			SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
			executor.setVirtualThreads(Runtime.version().feature() >= 21);
			executor.setTaskTerminationTimeout(3_600_000);
			return executor;
		}

		@Bean
		Sender sender(BackpressureChannel<Integer> orders, SimpleAsyncTaskExecutor executor) {
			Sender sender = new Sender(orders);
			executor.execute(sender::sendUntilFailure);
			return sender;
		}

	}

	/** Scheduler that waits for its tasks. */
	@EnableScheduling
	static class Scheduler {

		@Bean
		ThreadPoolTaskScheduler taskScheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setWaitForTasksToCompleteOnShutdown(true);
			scheduler.setAwaitTerminationSeconds(3600);
			return scheduler;
		}

		@Bean
		ScheduledSender sender(BackpressureChannel<Integer> orders) {
			return new ScheduledSender(orders);
		}

	}

	static class ScheduledSender extends Sender {

		ScheduledSender(BackpressureChannel<Integer> orders) {
			super(orders);
		}

		@Scheduled(fixedRate = 1)
		void tick() {
			send();
		}

	}

}
