package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.backpressure.channel.BackpressureChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for stop, restart and pause of a listener, also during calls of the listener.
 */
@Timeout(180)
class StopAndPauseTests {

	private final TestListener desk = withLongTimeout();

	private static TestListener withLongTimeout() {
		TestListener desk = new TestListener();
		desk.stopTimeout = Duration.ofSeconds(90); // far longer than a test needs
		return desk;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4 })
	void threadsStoppingTheirListenerDoNotDeadlock(int threads) throws Exception {
		CyclicBarrier together = new CyclicBarrier(threads);
		this.desk.options = ListenerOptions.NONE.withConcurrency(String.valueOf(threads));
		ListenerContainer[] listener = new ListenerContainer[1];
		this.desk.invoker = (argument) -> {
			together.await();
			listener[0].stop();
			return null;
		};
		listener[0] = this.desk.create();
		this.desk.send((Object[]) numbers(threads + 1));
		listener[0].start();
		Poll.until(() -> listener[0].threads() == 0);
		assertThat(listener[0].stats()).isEqualTo(new ListenerStats(threads, threads, 0, 0, 0, 0, 0));
		assertThat(this.desk.channel.size()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 5 })
	void listenersStoppingEachOtherDoNotDeadlock(int count) throws Exception {
		CyclicBarrier together = new CyclicBarrier(count);
		List<TestListener> desks = new ArrayList<>();
		List<ListenerContainer> listeners = new CopyOnWriteArrayList<>();
		for (int i = 0; i < count; i++) {
			int next = (i + 1) % count;
			TestListener desk = withLongTimeout();
			desk.invoker = (argument) -> {
				together.await();
				listeners.get(next).stop();
				return null;
			};
			desks.add(desk);
			listeners.add(desk.create());
			desk.send(i);
		}
		listeners.forEach(ListenerContainer::start);
		Poll.until(() -> listeners.stream().allMatch((listener) -> listener.threads() == 0));
		assertThat(listeners).allMatch((listener) -> listener.stats().processed() == 1);
	}

	@Test
	void listenerThatStopsAllFinishesItsValue() throws Exception {
		TestListener other = withLongTimeout();
		CountDownLatch busy = new CountDownLatch(1);
		other.invoker = (argument) -> {
			busy.countDown();
			Thread.sleep(50);
			return null;
		};
		ListenerContainer second = other.create();
		List<ListenerContainer> all = new CopyOnWriteArrayList<>(List.of(second));
		this.desk.invoker = (argument) -> {
			busy.await();
			all.forEach(ListenerContainer::stop);
			assertThat(second.threads()).isZero();
			return null;
		};
		ListenerContainer first = this.desk.create();
		all.add(first);
		this.desk.send(1, 2);
		other.send(1);
		all.forEach(ListenerContainer::start);
		Poll.until(() -> first.threads() == 0);
		assertThat(first.stats()).isEqualTo(new ListenerStats(1, 1, 0, 0, 0, 0, 0));
		assertThat(second.stats()).isEqualTo(new ListenerStats(1, 1, 0, 0, 0, 0, 0));
	}

	@Test
	void threadThatStopsItsListenerIsNotInterrupted() throws Exception {
		this.desk.stopTimeout = Duration.ofMillis(10);
		this.desk.options = ListenerOptions.NONE.withConcurrency("2");
		CyclicBarrier together = new CyclicBarrier(2);
		AtomicInteger interrupted = new AtomicInteger();
		ListenerContainer[] listener = new ListenerContainer[1];
		this.desk.invoker = (argument) -> {
			together.await();
			if (argument.equals(0)) {
				listener[0].stop();
				interrupted.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
				return null;
			}
			new CountDownLatch(1).await();
			return null;
		};
		listener[0] = this.desk.create();
		this.desk.send(0, 1);
		listener[0].start();
		Poll.until(() -> listener[0].threads() == 0);
		assertThat(interrupted).hasValue(0);
		assertThat(listener[0].stats()).isEqualTo(new ListenerStats(2, 1, 0, 0, 0, 1, 0));
	}

	@Test
	void restartNeverHasMoreCallsThanThreads() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		this.desk.options = ListenerOptions.NONE.withConcurrency("2");
		this.desk.invoker = (argument) -> {
			most.accumulateAndGet(calls.incrementAndGet(), Math::max);
			Thread.yield();
			calls.decrementAndGet();
			return null;
		};
		ListenerContainer listener = this.desk.create();
		this.desk.send((Object[]) numbers(1000));
		while (listener.stats().processed() < 1000) {
			listener.start();
			listener.end();
		}
		listener.start();
		assertThat(TestListener.awaitSettled(listener, 1000).processed()).isEqualTo(1000);
		assertThat(most.get()).isBetween(1, 2);
		listener.stop();
		assertThat(listener.threads()).isZero();
	}

	@Test
	void restartDuringHangingCallStartsNoSecondThread() throws Exception {
		this.desk.stopTimeout = Duration.ofMillis(10);
		CountDownLatch release = new CountDownLatch(1);
		List<Object> handled = new CopyOnWriteArrayList<>();
		this.desk.invoker = (argument) -> {
			while (release.getCount() > 0) {
				Thread.onSpinWait();
			}
			handled.add(argument);
			return null;
		};
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2);
		listener.start();
		Poll.until(() -> listener.activeThreads() == 1);
		listener.stop();
		listener.start();
		assertThat(listener.isRunning()).isTrue();
		assertThat(listener.threads()).isEqualTo(1);
		release.countDown();
		assertThat(TestListener.awaitSettled(listener, 2).processed()).isEqualTo(2);
		assertThat(handled).containsExactly(1, 2);
		listener.stop();
	}

	@Test
	void interruptByEarlierStopDoesNotAffectNextValue() throws Exception {
		this.desk.stopTimeout = Duration.ofMillis(10);
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger interrupted = new AtomicInteger();
		this.desk.invoker = (argument) -> {
			while (release.getCount() > 0) {
				Thread.onSpinWait();
			}
			interrupted.addAndGet((argument.equals(2) && Thread.currentThread().isInterrupted()) ? 1 : 0);
			return null;
		};
		ListenerContainer listener = this.desk.create();
		this.desk.send(1);
		listener.start();
		Poll.until(() -> listener.activeThreads() == 1);
		listener.stop();
		listener.start();
		this.desk.send(2);
		release.countDown();
		TestListener.awaitSettled(listener, 2);
		assertThat(interrupted).hasValue(0);
		listener.stop();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void valueSentAfterPauseStaysInChannel(boolean batch) throws Exception {
		this.desk.batch = batch;
		this.desk.options = ListenerOptions.NONE.withConcurrency("3").withBatch(10, Duration.ofMillis(1));
		ListenerContainer listener = this.desk.create();
		listener.start();
		for (int round = 0; round < 200; round++) {
			this.desk.send(1, 2, 3, 4, 5);
			listener.pause();
			int left = this.desk.channel.size();
			this.desk.send(6, 7);
			assertThat(this.desk.channel.size()).isEqualTo(left + 2);
			Poll.until(() -> listener.activeThreads() == 0);
			assertThat(this.desk.channel.size()).isEqualTo(left + 2);
			listener.resume();
			Poll.until(() -> this.desk.channel.size() == 0);
		}
		TestListener.awaitSettled(listener, 1400);
		listener.stop();
	}

	@Test
	void pauseInsideOrOutsideCallDoesNotWaitForCalls() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		ListenerContainer[] listener = new ListenerContainer[1];
		CountDownLatch paused = new CountDownLatch(1);
		this.desk.options = ListenerOptions.NONE.withConcurrency("2");
		this.desk.invoker = (argument) -> {
			listener[0].pause();
			paused.countDown();
			release.await();
			return null;
		};
		listener[0] = this.desk.create();
		listener[0].start();
		this.desk.send(1);
		paused.await();
		listener[0].pause();
		this.desk.send(2);
		release.countDown();
		TestListener.awaitSettled(listener[0], 1);
		assertThat(this.desk.channel.size()).isEqualTo(1);
		listener[0].resume();
		TestListener.awaitSettled(listener[0], 2);
		listener[0].stop();
	}

	@Test
	void longestCallGrowsUntilTheCallReturns() throws Exception {
		Semaphore steps = new Semaphore(0);
		this.desk.invoker = (argument) -> {
			steps.acquire();
			return null;
		};
		ListenerContainer listener = this.desk.create();
		listener.start();
		assertThat(listener.longestCall()).isZero();
		this.desk.send(1);
		Poll.until(() -> listener.activeThreads() == 1);
		listener.longestCall();
		Duration first = listener.longestCall();
		Poll.until(() -> listener.longestCall().compareTo(first) > 0);
		steps.release();
		Poll.until(() -> listener.longestCall().isZero());
		listener.stop();
	}

	@Test
	void lastThreadReportsEndOfListenerAfterClose() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		this.desk.options = ListenerOptions.NONE.withConcurrency("3");
		ListenerContainer listener = this.desk.create();
		listener.registration().onChange(() -> {
		}, () -> {
			assertThat(listener.threads()).isZero();
			ended.countDown();
		});
		listener.start();
		this.desk.send(1, 2, 3);
		((BackpressureChannel<?>) this.desk.channel).close();
		ended.await();
		assertThat(listener.isRunning()).isFalse();
		assertThat(listener.stats().processed()).isEqualTo(3);
	}

	private static Integer[] numbers(int count) {
		Integer[] numbers = new Integer[count];
		for (int i = 0; i < count; i++) {
			numbers[i] = i;
		}
		return numbers;
	}

}
