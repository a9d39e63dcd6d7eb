package io.backpressure.channel.spring.autoconfigure.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.lifecycle.StartupWatch;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.Poll;
import io.backpressure.channel.spring.support.TimeSource;
import jakarta.annotation.PostConstruct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends that block the start of an application context.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class StartupWatchTests {

	private static final String WARNING = "The start of the application context is blocked by a send to channel 'orders', "
			+ "whose buffer of 3 is full: thread 'starting' at ";

	private static final String THREAD = "backpressure-startup";

	private final ApplicationContextRunner orders = ListenerContext.with("orders")
		.withPropertyValues("backpressure.channels.orders.buffer-size=3")
		.withUserConfiguration(ShortLimit.class);

	@ParameterizedTest
	@ValueSource(classes = { InConstructor.class, InPostConstruct.class, AfterSingletons.class, InLowerPhase.class,
			TryingInConstructor.class })
	void blockedSendIsReportedWithCaller(Class<?> beans, CapturedOutput output) throws InterruptedException {
		assertReported(this.orders, beans, output);
	}

	@Test
	void blockedSendWithContextIsReportedWithCaller(CapturedOutput output) throws InterruptedException {
		assertReported(this.orders.withPropertyValues("backpressure.channels.orders.propagate-context=true"),
				InConstructor.class, output);
	}

	private static void assertReported(ApplicationContextRunner runner, Class<?> beans, CapturedOutput output)
			throws InterruptedException {
		Thread starting = start(runner.withUserConfiguration(beans), (context) -> {
		});
		Poll.until(() -> output.getOut().contains(WARNING));
		assertThat(output.getOut()).containsPattern(
				Pattern.quote(WARNING) + Pattern.quote(beans.getName()) + ".*\\(StartupWatchTests.java:\\d+\\)\\. "
						+ Pattern.quote("Listeners start after all beans have been created. "
								+ "Send from an ApplicationRunner or on ApplicationReadyEvent instead, "
								+ "or give the channel a larger buffer."));
		starting.interrupt(); // fails the send, and with it the start
		starting.join();
		Poll.until(() -> !isWatched());
		assertThat(output.getOut()).containsOnlyOnce(WARNING);
	}

	@Test
	void limitFollowsTimeSource(CapturedOutput output) throws InterruptedException {
		MovableTime time = new MovableTime();
		Thread starting = start(this.orders.withUserConfiguration(InConstructor.class)
			.withBean(TimeSource.class, () -> time)
			.withPropertyValues("test.limit=PT1H"), (context) -> {
			});
		Poll.until(() -> {
			time.move(Duration.ofHours(1));
			return output.getOut().contains(WARNING);
		});
		starting.interrupt();
		starting.join();
	}

	@Test
	void sendThatEndsInTimeIsNotReported(CapturedOutput output) throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		Thread starting = start(
				this.orders.withUserConfiguration(UnblockedInTime.class).withPropertyValues("test.limit=PT1H"),
				(context) -> started.countDown());
		started.await();
		starting.join();
		Poll.until(() -> !isWatched());
		assertThat(output.getOut()).doesNotContain(WARNING);
	}

	@Test
	void sendOfAnotherThreadIsReportedIfTheStartWaitsForIt(CapturedOutput output) throws InterruptedException {
		Thread starting = start(this.orders.withUserConfiguration(WaitingForOther.class), (context) -> {
		});
		Poll.until(() -> output.getOut().contains("thread 'other' at " + StartupWatchTests.class.getName()));
		starting.interrupt();
		starting.join();
	}

	/** The other thread may be waiting for listeners, which start later. */
	@Test
	void sendOfAnotherThreadIsNotReportedIfStartProceeds(CapturedOutput output) throws InterruptedException {
		Thread starting = start(this.orders.withUserConfiguration(SlowWithOther.class), (context) -> {
		});
		starting.join();
		assertThat(output.getOut()).doesNotContain("The start of the application context is blocked");
	}

	@Test
	void startedContextIsNotWatched(CapturedOutput output) {
		this.orders.run((context) -> {
			BackpressureChannel<?> orders = (BackpressureChannel<?>) context.getBean("orders");
			ChannelListenerTests.send(context, "orders", 1, 2, 3);
			Thread sender = new Thread(() -> {
				try {
					ChannelListenerTests.send(context, "orders", 4);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}, "starting");
			sender.start();
			Poll.until(() -> orders.waitingSenders() == 1);
			Poll.until(() -> !isWatched()); // the watching thread ends by itself
			orders.tryReceive();
			sender.join();
		});
	}

	static boolean isWatched() {
		return Thread.getAllStackTraces().keySet().stream().anyMatch((thread) -> thread.getName().equals(THREAD));
	}

	static Thread start(ApplicationContextRunner runner, Consumer<ApplicationContext> whenStarted) {
		Thread starting = new Thread(() -> runner.run(whenStarted::accept), "starting");
		starting.start();
		return starting;
	}

	private static Thread other(BackpressureChannel<Integer> orders) {
		Thread other = new Thread(() -> {
			try {
				for (int value = 0; value < 5; value++) {
					orders.send(value);
				}
			}
			catch (InterruptedException | ChannelClosedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "other");
		other.start();
		return other;
	}

	static class MovableTime implements TimeSource {

		private final AtomicLong ahead = new AtomicLong();

		private final List<Runnable> actions = new CopyOnWriteArrayList<>();

		void move(Duration time) {
			this.actions.forEach(Runnable::run);
			this.ahead.addAndGet(time.toNanos());
			this.actions.forEach(Runnable::run);
		}

		@Override
		public long nanoTime() {
			return System.nanoTime() + this.ahead.get();
		}

		@Override
		public void onMove(Runnable action) {
			this.actions.add(action);
		}

	}

	static class ShortLimit {

		@Bean
		StartupWatch watch(ApplicationContext context, ListableBeanFactory beanFactory) {
			return new StartupWatch(context,
					Duration.parse(context.getEnvironment().getProperty("test.limit", "PT0.1S")),
					TimeSource.of(beanFactory));
		}

	}

	static class InConstructor {

		InConstructor(BackpressureChannel<Integer> orders) throws InterruptedException {
			for (int value = 0; value < 5; value++) {
				orders.send(value);
			}
		}

	}

	static class TryingInConstructor {

		TryingInConstructor(BackpressureChannel<Integer> orders) throws InterruptedException {
			for (int value = 0; value < 5; value++) {
				orders.trySend(value, Duration.ofHours(1));
			}
		}

	}

	static class InPostConstruct {

		private final BackpressureChannel<Integer> orders;

		InPostConstruct(BackpressureChannel<Integer> orders) {
			this.orders = orders;
		}

		@PostConstruct
		void fill() throws InterruptedException {
			for (int value = 0; value < 5; value++) {
				this.orders.send(value, Duration.ofHours(1));
			}
		}

		@ChannelListener("orders")
		void handle(Integer value) {
		}

	}

	static class AfterSingletons implements SmartInitializingSingleton {

		private final BackpressureChannel<Integer> orders;

		AfterSingletons(BackpressureChannel<Integer> orders) {
			this.orders = orders;
		}

		@Override
		public void afterSingletonsInstantiated() {
			try {
				for (int value = 0; value < 5; value++) {
					this.orders.send(value);
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	static class InLowerPhase {

		@Bean
		SmartLifecycle filling(BackpressureChannel<Integer> orders) {
			return new FailedStartTests.StartedLifecycle(0, () -> {
				try {
					for (int value = 0; value < 5; value++) {
						orders.send(value);
					}
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
		}

	}

	static class WaitingForOther {

		WaitingForOther(BackpressureChannel<Integer> orders) throws InterruptedException {
			Thread other = other(orders);
			try {
				other.join();
			}
			finally {
				other.interrupt();
			}
		}

	}

	static class SlowWithOther {

		SlowWithOther(BackpressureChannel<Integer> orders) throws InterruptedException {
			other(orders);
			Poll.until(() -> orders.waitingSenders() == 1);
			TimeUnit.MILLISECONDS.sleep(500);
		}

	}

	/** Bean whose sends continue because another thread receives. */
	static class UnblockedInTime {

		UnblockedInTime(BackpressureChannel<Integer> orders) throws InterruptedException {
			Thread receiver = new Thread(() -> {
				try {
					for (int value = 0; value < 5; value++) {
						orders.receive();
					}
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			receiver.start();
			for (int value = 0; value < 5; value++) {
				orders.send(value);
			}
			receiver.join();
		}

	}

}
