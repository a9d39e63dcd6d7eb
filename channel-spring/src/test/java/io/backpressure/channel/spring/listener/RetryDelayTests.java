package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the delays before retries, and for the events that end a delay.
 */
@Timeout(180)
class RetryDelayTests {

	private final TestListener desk = new TestListener();

	private final List<Object> called = new CopyOnWriteArrayList<>();

	private final AtomicInteger failures = new AtomicInteger(1);

	private volatile Thread thread;

	@BeforeEach
	void letFirstCallFail() {
		this.desk.stopTimeout = Duration.ofSeconds(90); // far longer than a test needs
		this.desk.options = ListenerOptions.NONE.withRetry(5, Duration.ofHours(1));
		this.desk.invoker = (argument) -> {
			this.thread = Thread.currentThread();
			this.called.add(argument);
			if (this.failures.getAndDecrement() > 0) {
				throw new IllegalStateException("no");
			}
			return null;
		};
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void stopEndsDelayAndKeepsValueForNextStart(boolean batch) throws InterruptedException {
		this.desk.batch = batch;
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2);
		startAndAwaitDelay(listener);
		listener.stop();
		int kept = batch ? 2 : 1;
		assertThat(listener.threads()).isZero();
		assertThat(listener.stats()).isEqualTo(new ListenerStats(kept, 0, 0, 0, 0, kept, 0));
		listener.start();
		Poll.until(() -> listener.stats().equals(new ListenerStats(2, 2, 0, 0, 0, 0, 0)));
		assertThat(this.called).isEqualTo(batch ? List.of(List.of(1, 2), List.of(1, 2)) : List.of(1, 1, 2));
	}

	@Test
	void stopDuringAFailingCallKeepsItsValue() throws InterruptedException {
		CountDownLatch stopping = new CountDownLatch(1);
		ListenerInvoker failing = this.desk.invoker;
		this.desk.invoker = (argument) -> {
			stopping.await();
			return failing.invoke(argument);
		};
		ListenerContainer listener = this.desk.create();
		this.desk.send(1);
		listener.start();
		Poll.until(() -> listener.activeThreads() == 1);
		listener.end();
		stopping.countDown();
		listener.stop();
		assertThat(listener.stats()).isEqualTo(new ListenerStats(1, 0, 0, 0, 0, 1, 0));
	}

	@Test
	void closedChannelDoesNotPreventRetry() throws InterruptedException {
		this.desk.options = ListenerOptions.NONE.withConcurrency("2").withRetry(1, Duration.ofMillis(300));
		ListenerContainer listener = this.desk.create();
		this.desk.send(1);
		startAndAwaitDelay(listener);
		this.desk.channel.close();
		Poll.until(() -> listener.threads() == 0);
		assertThat(listener.stats()).isEqualTo(new ListenerStats(1, 1, 0, 0, 0, 0, 0));
		assertThat(this.called).containsExactly(1, 1);
	}

	@Test
	void abortEndsDelayAndKeepsValue() throws InterruptedException {
		ListenerContainer listener = this.desk.create();
		this.desk.send(1);
		startAndAwaitDelay(listener);
		listener.shutdown().abort();
		Poll.until(() -> listener.threads() == 0);
		assertThat(listener.stats()).isEqualTo(new ListenerStats(1, 0, 0, 0, 0, 1, 0));
	}

	@Test
	void closingListenerRetriesWithoutDelay() throws InterruptedException {
		this.failures.set(100);
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2);
		startAndAwaitDelay(listener);
		listener.shutdown().skipRetryDelays();
		assertThat(TestListener.awaitSettled(listener, 2)).isEqualTo(new ListenerStats(2, 0, 2, 0, 0, 0, 0));
		assertThat(this.called).containsExactly(1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2);
		listener.stop();
	}

	@Test
	void interruptByUserCodeDoesNotEndDelay() throws InterruptedException {
		this.desk.options = ListenerOptions.NONE.withRetry(1, Duration.ofMillis(200));
		ListenerInvoker failing = this.desk.invoker;
		AtomicInteger interrupted = new AtomicInteger();
		this.desk.invoker = (argument) -> {
			interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
			Thread.currentThread().interrupt();
			return failing.invoke(argument);
		};
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2);
		long start = System.nanoTime();
		startAndAwaitDelay(listener);
		this.thread.interrupt();
		assertThat(TestListener.awaitSettled(listener, 2)).isEqualTo(new ListenerStats(2, 2, 0, 0, 0, 0, 0));
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(200).toNanos());
		assertThat(interrupted).hasValue(0);
		listener.stop();
	}

	@Test
	void pausedListenerStillRetriesValueInFlight() throws InterruptedException {
		this.desk.options = ListenerOptions.NONE.withRetry(1, Duration.ofMillis(100));
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2);
		startAndAwaitDelay(listener);
		listener.pause();
		assertThat(TestListener.awaitSettled(listener, 1).processed()).isEqualTo(1);
		assertThat(this.called).containsExactly(1, 1);
		assertThat(this.desk.channel.size()).isEqualTo(1);
		listener.stop();
	}

	@Test
	void longestDelayDoesNotOverflow() throws InterruptedException {
		this.desk.options = ListenerOptions.NONE.withRetry(3, Duration.ofMillis(Long.MAX_VALUE));
		ListenerContainer listener = this.desk.create();
		this.desk.send(1);
		startAndAwaitDelay(listener);
		listener.stop();
		assertThat(listener.stats().undelivered()).isEqualTo(1);
	}

	private void startAndAwaitDelay(ListenerContainer listener) {
		listener.start();
		Poll.until(() -> this.thread != null && this.thread.getState() == Thread.State.TIMED_WAITING
				&& listener.activeThreads() == 1);
	}

}
