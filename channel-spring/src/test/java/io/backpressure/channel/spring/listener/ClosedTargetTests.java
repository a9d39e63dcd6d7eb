package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a listener whose target is closed: the next channel, which receives its
 * results, or the dead-letter channel. The listener stops, and keeps the values in
 * flight. Some tests cover waits for room in a full dead-letter channel.
 */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
class ClosedTargetTests {

	private final TestListener desk = new TestListener();

	@ParameterizedTest
	@EnumSource(BackpressureStrategy.class)
	void closedNextChannelStopsListenerAndKeepsValues(BackpressureStrategy strategy, CapturedOutput output)
			throws Exception {
		BackpressureChannel<Object> next = channel("next", strategy, 10);
		next.close();
		this.desk.next = next;
		this.desk.invoker = (argument) -> argument;
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2, 3);
		listener.start();
		awaitStopWith(listener, new ListenerStats(1, 0, 0, 0, 0, 1, 0));
		assertThat(this.desk.channel.size()).isEqualTo(2);
		assertThat(output)
			.containsOnlyOnce("Listener 'desk' has stopped because channel 'next', to which the listener sends its "
					+ "results, is closed. It does not lose the current value")
			.contains("Start the listener again");
	}

	@Test
	void valueKeptForClosedChannelIsFirstAfterRestart() throws Exception {
		List<Object> sent = new CopyOnWriteArrayList<>();
		BackpressureChannel<Object> closed = channel("next", BackpressureStrategy.BLOCK, 10);
		closed.close();
		this.desk.invoker = (argument) -> {
			sent.add(argument);
			if (sent.size() == 1) {
				closed.send(argument);
			}
			return null;
		};
		this.desk.decorators.add((listener, invoker) -> (argument) -> {
			try {
				return invoker.invoke(argument);
			}
			catch (RuntimeException ex) {
				// like a decorator of an application that wraps exceptions
				throw new IllegalStateException("wrapped", new ClosedTargetException("next", "results", ex));
			}
		});
		this.desk.options = ListenerOptions.NONE.withRetry(3, Duration.ZERO);
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2);
		listener.start();
		Poll.until(() -> sent.size() >= 1 && (listener.threads() == 0 || sent.size() == 3));
		listener.start();
		TestListener.awaitSettled(listener, 2);
		assertThat(sent).endsWith(1, 2);
		assertThat(listener.stats().processed()).isEqualTo(2);
		listener.stop();
	}

	@Test
	void batchIsKeptIfNextChannelIsClosedWhileListenerWaits(CapturedOutput output) throws Exception {
		BackpressureChannel<Object> next = channel("next", BackpressureStrategy.BLOCK, 1);
		next.send(0);
		this.desk.next = next;
		this.desk.batch = true;
		this.desk.invoker = (argument) -> argument;
		this.desk.options = ListenerOptions.NONE.withRetry(3, Duration.ofHours(1));
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2);
		listener.start();
		Poll.until(() -> next.waitingSenders() == 1);
		next.close();
		awaitStopWith(listener, new ListenerStats(2, 0, 0, 0, 0, 2, 0));
		assertThat(output).containsOnlyOnce("has stopped");
	}

	@Test
	void closedChannelInUserCodeIsOrdinaryFailure() throws Exception {
		BackpressureChannel<Object> other = channel("other", BackpressureStrategy.BLOCK, 10);
		other.close();
		this.desk.next = channel("next", BackpressureStrategy.BLOCK, 10);
		this.desk.invoker = (argument) -> {
			other.send(argument);
			return null;
		};
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2);
		listener.start();
		assertThat(TestListener.awaitSettled(listener, 2).recovered()).isEqualTo(2);
		assertThat(listener.isRunning()).isTrue();
		listener.stop();
	}

	@Test
	void listenerOfClosedDrainedChannelEndsQuietly(CapturedOutput output) throws Exception {
		this.desk.next = channel("next", BackpressureStrategy.BLOCK, 10);
		this.desk.invoker = (argument) -> argument;
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2);
		this.desk.channel.close();
		listener.start();
		Poll.until(() -> listener.threads() == 0);
		assertThat(listener.stats()).isEqualTo(new ListenerStats(2, 2, 0, 0, 0, 0, 0));
		assertThat(output).doesNotContain("has stopped");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void closedDeadLetterChannelStopsListenerAndKeepsValues(boolean whileWaiting, CapturedOutput output)
			throws Exception {
		BackpressureChannel<Object> dead = channel("dead", BackpressureStrategy.BLOCK, 1);
		dead.send(0);
		this.desk.invoker = (argument) -> {
			throw new IllegalStateException("no");
		};
		this.desk.errorHandler = new DeadLetterErrorHandler(dead, () -> true, this.desk.log(), Duration.ofHours(1));
		ListenerContainer listener = this.desk.create();
		this.desk.send(1, 2, 3);
		if (!whileWaiting) {
			dead.close();
		}
		listener.start();
		if (whileWaiting) {
			Poll.until(() -> dead.waitingSenders() == 1);
			dead.close();
		}
		awaitStopWith(listener, new ListenerStats(1, 0, 0, 0, 0, 1, 0));
		assertThat(this.desk.channel.size()).isEqualTo(2);
		assertThat(output)
			.containsOnlyOnce("because channel 'dead', to which the listener sends its dead letters, is closed");
	}

	@Test
	void listenerWaitsAgainOnlyAfterAnAcceptedDeadLetter(CapturedOutput output) throws Exception {
		BackpressureChannel<Object> dead = channel("dead", BackpressureStrategy.BLOCK, 1);
		this.desk.invoker = (argument) -> {
			throw new IllegalStateException("no");
		};
		this.desk.errorHandler = new DeadLetterErrorHandler(dead, () -> true, this.desk.log(), Duration.ofMillis(20));
		ListenerContainer listener = this.desk.create();
		listener.start();
		this.desk.send(1, 2, 3, 4);
		assertThat(TestListener.awaitSettled(listener, 4)).isEqualTo(new ListenerStats(4, 0, 0, 1, 3, 0, 0));
		assertThat(dead.stats().blockedSends()).isEqualTo(1);
		dead.receive();
		this.desk.send(5, 6, 7);
		assertThat(TestListener.awaitSettled(listener, 7)).isEqualTo(new ListenerStats(7, 0, 0, 2, 5, 0, 0));
		assertThat(dead.stats().blockedSends()).isEqualTo(2);
		listener.stop();
		// a listener thread may still be writing the line when stop() returns
		Awaitility.await().until(() -> output.toString().contains("more since the last message"));
		assertThat(output).contains("dead-letter channel 'dead' returned FULL");
	}

	@Test
	void deadLetterDoesNotWaitIfNothingReceives() throws Exception {
		BackpressureChannel<Object> dead = channel("dead", BackpressureStrategy.BLOCK, 3);
		this.desk.invoker = (argument) -> {
			throw new IllegalStateException("no");
		};
		this.desk.errorHandler = new DeadLetterErrorHandler(dead, () -> false, this.desk.log(), Duration.ofHours(1));
		ListenerContainer listener = this.desk.create();
		listener.start();
		this.desk.send(1, 2, 3, 4, 5);
		assertThat(TestListener.awaitSettled(listener, 5)).isEqualTo(new ListenerStats(5, 0, 0, 3, 2, 0, 0));
		assertThat(dead.stats().blockedSends()).isZero();
		// after this receive, the channel counts as one with a receiver
		dead.receive();
		this.desk.send(6, 7);
		Poll.until(() -> dead.waitingSenders() == 1);
		dead.receive();
		assertThat(TestListener.awaitSettled(listener, 7)).isEqualTo(new ListenerStats(7, 0, 0, 5, 2, 0, 0));
		listener.stop();
	}

	@Test
	void stopTimeoutEndsWaitForDeadLetterChannel() throws Exception {
		this.desk.stopTimeout = Duration.ofMillis(10);
		BackpressureChannel<Object> dead = channel("dead", BackpressureStrategy.BLOCK, 1);
		dead.send(0);
		this.desk.invoker = (argument) -> {
			throw new IllegalStateException("no");
		};
		CountDownLatch never = new CountDownLatch(1);
		this.desk.errorHandler = new DeadLetterErrorHandler(dead, () -> never.getCount() == 1, this.desk.log(),
				Duration.ofHours(1));
		ListenerContainer listener = this.desk.create();
		this.desk.send(1);
		listener.start();
		Poll.until(() -> dead.waitingSenders() == 1);
		listener.stop();
		assertThat(listener.stats()).isEqualTo(new ListenerStats(1, 0, 0, 0, 0, 1, 0));
	}

	private static BackpressureChannel<Object> channel(String name, BackpressureStrategy strategy, int size) {
		return BackpressureChannel.<Object>builder().name(name).strategy(strategy).bufferSize(size).build();
	}

	private static void awaitStopWith(ListenerContainer listener, ListenerStats stats) {
		Poll.until(() -> listener.threads() == 0);
		assertThat(listener.isRunning()).isFalse();
		assertThat(listener.stats()).isEqualTo(stats);
	}

}
