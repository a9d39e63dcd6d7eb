package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for receiving from several channels.
 */
@EveryBuffer
class SelectTests {

	private final BufferKind buffer;

	private final BackpressureChannel<Integer> first;

	private final BackpressureChannel<Integer> second;

	SelectTests(BufferKind buffer) {
		this.buffer = buffer;
		this.first = build("first");
		this.second = build("second");
	}

	private BackpressureChannel<Integer> build(String name) {
		return this.buffer.build(BackpressureChannel.<Integer>builder().name(name).bufferSize(4));
	}

	@Test
	void orderedSelectPrefersEarlierChannel() throws Exception {
		ChannelSelect<Integer> select = ChannelSelect.ordered(this.first, this.second);
		this.second.send(10);
		this.second.send(11);
		this.first.send(1);
		assertThat(select.receive()).isEqualTo(new Selected<>(this.first, 1));
		assertThat(select.tryReceive()).isEqualTo(new Selected<>(this.second, 10));
		this.first.send(2);
		assertThat(select.receive(Duration.ZERO).value()).isEqualTo(2);
		assertThat(select.receive(CancellationToken.NONE).value()).isEqualTo(11);
		assertThat(select.tryReceive()).isNull();
	}

	@Test
	void fairSelectAlternates() throws Exception {
		ChannelSelect<Integer> select = ChannelSelect.fair(this.first, this.second);
		for (int value = 0; value < 3; value++) {
			this.first.send(value);
			this.second.send(10 + value);
		}
		List<Integer> received = new ArrayList<>();
		for (int turn = 0; turn < 6; turn++) {
			received.add(select.receive().value());
		}
		assertThat(received).containsExactly(0, 10, 1, 11, 2, 12);
	}

	@Test
	void waitingSelectGetsValueOfAnyChannel() throws Exception {
		for (BackpressureChannel<Integer> channel : List.of(this.first, this.second)) {
			TestThread<Selected<Integer>> receiver = TestThread
				.call(ChannelSelect.fair(this.first, this.second)::receive)
				.awaitParked();
			// a shared buffer may wake up the select in vain; the select then queues
			// again
			Poll.until(() -> this.first.waitingReceivers() == 1 && this.second.waitingReceivers() == 1);
			channel.send(1);
			assertThat(receiver.result()).isEqualTo(new Selected<>(channel, 1));
			assertThat(this.first.waitingReceivers() + this.second.waitingReceivers()).isZero();
			assertThat(channel.stats().receiveCount()).isEqualTo(1);
		}
	}

	@Test
	void selectMixesTypesAndStrategies() throws Exception {
		BackpressureChannel<String> texts = this.buffer
			.build(BackpressureChannel.<String>builder().bufferSize(1).strategy(BackpressureStrategy.DROP_OLDEST));
		ChannelSelect<Object> select = ChannelSelect.fair(this.first, texts, BackpressureChannel.<Long>create(1));
		TestThread<Selected<Object>> receiver = TestThread.call(select::receive).awaitParked();
		texts.send("a");
		assertThat(receiver.result()).isEqualTo(new Selected<Object>(texts, "a"));
	}

	@Test
	void drainedChannelIsSkipped() throws Exception {
		ChannelSelect<Integer> select = ChannelSelect.fair(this.first, this.second);
		this.first.send(1);
		this.first.close();
		assertThat(select.receive().value()).isEqualTo(1);
		TestThread<Selected<Integer>> receiver = TestThread.call(select::receive).awaitParked();
		this.second.send(2);
		assertThat(receiver.result().value()).isEqualTo(2);
		TestThread<Selected<Integer>> waiting = TestThread.call(select::receive).awaitParked();
		this.second.close();
		assertThat(waiting.failure()).isInstanceOf(ChannelClosedException.class).hasMessageContaining("first, second");
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(select::tryReceive);
	}

	@Test
	void selectReportsCauseEvenIfFirstChannelHasNone() throws Exception {
		ChannelSelect<Integer> select = ChannelSelect.fair(this.first, this.second);
		TestThread<Selected<Integer>> receiver = TestThread.call(select::receive).awaitParked();
		IllegalStateException cause = new IllegalStateException("on purpose");
		this.first.close();
		this.second.close(cause);
		assertThat(receiver.failure()).isInstanceOf(ChannelClosedException.class).hasCause(cause);
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(select::tryReceive).withCause(cause);
	}

	@Test
	void limitsEndTheWaitAndTakeNothing() throws Exception {
		ChannelSelect<Integer> select = ChannelSelect.ordered(this.first, this.second);
		assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> select.receive(Duration.ofMillis(5)))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(ChannelTimeoutException.Limit.CALL));
		try (CancellationSource deadline = CancellationSource.withTimeout(Duration.ofMillis(5))) {
			assertThatExceptionOfType(ChannelTimeoutException.class).isThrownBy(() -> select.receive(deadline.token()))
				.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(ChannelTimeoutException.Limit.TOKEN));
		}
		CancellationSource source = CancellationSource.create();
		TestThread<Selected<Integer>> cancelled = TestThread.call(() -> select.receive(source.token())).awaitParked();
		source.cancel();
		assertThat(cancelled.failure()).isInstanceOf(ChannelCancelledException.class);
		TestThread<Selected<Integer>> interrupted = TestThread.call(select::receive).awaitParked().interrupt();
		assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
		assertThat(this.first.waitingReceivers() + this.second.waitingReceivers()).isZero();
		this.second.send(1);
		assertThatExceptionOfType(ChannelCancelledException.class).isThrownBy(() -> select.receive(source.token()));
		assertThat(this.second.tryReceive()).isEqualTo(1);
	}

	@Test
	void unusedWakeUpIsPassedOn() throws Exception {
		int times = this.buffer.times(300);
		for (int time = 0; time < times; time++) {
			TestThread<Selected<Integer>> select = TestThread
				.call(ChannelSelect.ordered(this.first, this.second)::receive)
				.awaitParked();
			CompletableFuture<Integer> other = this.second.receiveAsync();
			TestThread<Void> sender = TestThread.run(() -> this.first.send(1));
			this.second.send(2);
			Selected<Integer> selected = select.result();
			sender.result();
			if (selected.receiver() == this.first) {
				assertThat(Futures.get(other)).isEqualTo(2);
			}
			else {
				assertThat(this.first.receive()).isEqualTo(1);
				other.cancel(false);
			}
		}
	}

	@Test
	void misuseFailsImmediately() {
		assertThatIllegalArgumentException().isThrownBy(ChannelSelect::fair).withMessageContaining("empty");
		assertThatNullPointerException().isThrownBy(() -> ChannelSelect.fair(this.first, null));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChannelSelect.fair(this.first).receive(Duration.ofNanos(-1)));
	}

	@Test
	void textNamesChannelsAndOrder() {
		assertThat(ChannelSelect.fair(this.first, this.second)).hasToString("ChannelSelect[first, second, fair]");
		assertThat(ChannelSelect.ordered(this.first)).hasToString("ChannelSelect[first, ordered]");
	}

}
