package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for asynchronous sends and receives.
 */
@EveryBuffer
class AsyncTests {

	private final BufferKind buffer;

	AsyncTests(BufferKind buffer) {
		this.buffer = buffer;
	}

	@Test
	void callsThatNeedNotWaitMoveValuesInOrder() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 4);
		for (int value = 0; value < 4; value++) {
			assertThat(Futures.get(channel.sendAsync(value))).isEqualTo(SendResult.SENT);
		}
		for (int value = 0; value < 4; value++) {
			assertThat(Futures.get(channel.receiveAsync())).isEqualTo(value);
		}
		assertThat(channel.stats().blockedSends()).isZero();
		assertThat(channel.stats().sendCount()).isEqualTo(4);
		assertThat(channel.stats().receiveCount()).isEqualTo(4);
	}

	@Test
	void pendingReceivesGetValuesInOrder() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 100);
		List<CompletableFuture<Integer>> futures = new ArrayList<>();
		for (int number = 0; number < 100; number++) {
			futures.add(channel.receiveAsync());
		}
		Poll.until(() -> channel.waitingReceivers() > 0);
		assertThat(futures).noneMatch(CompletableFuture::isDone);
		for (int value = 0; value < 100; value++) {
			channel.send(value);
		}
		for (int number = 0; number < 100; number++) {
			assertThat(Futures.get(futures.get(number))).isEqualTo(number);
		}
	}

	@Test
	void pendingSendsKeepTheirOrder() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		List<CompletableFuture<SendResult>> futures = new ArrayList<>();
		for (int value = 1; value < 100; value++) {
			futures.add(channel.sendAsync(value));
		}
		for (int value = 0; value < 100; value++) {
			assertThat(channel.receive()).isEqualTo(value);
		}
		for (CompletableFuture<SendResult> future : futures) {
			assertThat(Futures.get(future)).isEqualTo(SendResult.SENT);
		}
		assertThat(channel.waitingSenders()).isZero();
	}

	@Test
	void laterSendDoesNotOvertakePendingOne() throws Exception {
		int times = this.buffer.times(1_000);
		for (int time = 0; time < times; time++) {
			BackpressureChannel<Integer> channel = this.buffer.full(1);
			CompletableFuture<SendResult> first = channel.sendAsync(1);
			assertThat(channel.receive()).isZero();
			CompletableFuture<SendResult> second = channel.sendAsync(2);
			assertThat(channel.receive()).isEqualTo(1);
			assertThat(channel.receive()).isEqualTo(2);
			Futures.get(first);
			Futures.get(second);
		}
	}

	@Test
	void blockedSendCountsOnce() throws Exception {
		Recorder<Integer> recorder = new Recorder<>();
		BackpressureChannel<Integer> channel = BufferKind
			.filled(this.buffer.build(recorder.on(BackpressureChannel.<Integer>builder().bufferSize(1))));
		CompletableFuture<SendResult> future = channel.sendAsync(1);
		Poll.until(() -> recorder.blocks() == 1);
		channel.receive();
		assertThat(Futures.get(future)).isEqualTo(SendResult.SENT);
		assertThat(recorder.blocks()).isEqualTo(1);
		assertThat(channel.stats().blockedSends()).isEqualTo(1);
		assertThat(recorder.errors()).isEmpty();
	}

	@Test
	void strategyAppliesToFullBuffer() throws Exception {
		Recorder<Integer> recorder = new Recorder<>();
		BackpressureChannel<Integer> dropping = full(recorder, BackpressureStrategy.DROP);
		assertThat(Futures.get(dropping.sendAsync(1))).isEqualTo(SendResult.DROPPED);
		BackpressureChannel<Integer> evicting = full(recorder, BackpressureStrategy.DROP_OLDEST);
		assertThat(Futures.get(evicting.sendAsync(2))).isEqualTo(SendResult.SENT);
		assertThat(recorder.drops()).containsExactly(1, 0);
		BackpressureChannel<Integer> failing = full(recorder, BackpressureStrategy.ERROR);
		Throwable failure = Futures.failure(failing.sendAsync(3));
		assertThat(failure).isInstanceOf(ChannelFullException.class);
		assertThat(recorder.errors()).containsExactly(failure);
		assertThat(recorder.blocks()).isZero();
	}

	private BackpressureChannel<Integer> full(Recorder<Integer> recorder, BackpressureStrategy strategy) {
		return BufferKind.filled(this.buffer
			.build(recorder.on(BackpressureChannel.<Integer>builder().bufferSize(1).strategy(strategy))));
	}

	@Test
	void closeEndsPendingSendsAndKeepsBufferedValues() throws Exception {
		Recorder<Integer> recorder = new Recorder<>();
		BackpressureChannel<Integer> channel = full(recorder, BackpressureStrategy.BLOCK);
		CompletableFuture<SendResult> first = channel.sendAsync(1);
		CompletableFuture<SendResult> second = channel.sendAsync(2);
		channel.close();
		assertThat(Futures.failure(first)).isInstanceOf(ChannelClosedException.class);
		assertThat(Futures.failure(second)).isInstanceOf(ChannelClosedException.class);
		assertThat(Futures.failure(channel.sendAsync(3))).isInstanceOf(ChannelClosedException.class);
		assertThat(recorder.errors()).hasSize(3).hasOnlyElementsOfType(ChannelClosedException.class);
		assertThat(Futures.get(channel.receiveAsync())).isZero();
		assertThat(Futures.failure(channel.receiveAsync())).isInstanceOf(ChannelClosedException.class);
	}

	@Test
	void closeEndsPendingReceives() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
		CompletableFuture<Integer> first = channel.receiveAsync();
		CompletableFuture<Integer> second = channel.receiveAsync();
		IllegalStateException cause = new IllegalStateException();
		channel.close(cause);
		assertThat(Futures.failure(first)).isInstanceOf(ChannelClosedException.class).hasCause(cause);
		assertThat(Futures.failure(second)).isInstanceOf(ChannelClosedException.class).hasCause(cause);
	}

	@Test
	void limitsOfChannelApply() throws Exception {
		Recorder<Integer> recorder = new Recorder<>();
		BackpressureChannel<Integer> channel = this.buffer.build(recorder.on(BackpressureChannel.<Integer>builder()
			.bufferSize(1)
			.sendTimeout(Duration.ofMillis(20))
			.receiveTimeout(Duration.ofMillis(20))));
		assertThat(Futures.failure(channel.receiveAsync())).isInstanceOf(ChannelTimeoutException.class);
		channel.send(1);
		Throwable failure = Futures.failure(channel.sendAsync(2));
		assertThat(failure).isInstanceOf(ChannelTimeoutException.class).hasMessageContaining("sendTimeout");
		assertThat(recorder.errors()).containsExactly(failure);
		assertThat(channel.waitingReceivers() + channel.waitingSenders()).isZero();
		assertThat(channel.receive()).isEqualTo(1);
		assertThat(channel.tryReceive()).isNull();
	}

	@Test
	void deadlineOfTokenEndsPendingCall() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		try (CancellationSource source = CancellationSource.withTimeout(Duration.ofMillis(20))) {
			assertThat(Futures.failure(channel.sendAsync(1, source.token())))
				.isInstanceOf(ChannelTimeoutException.class);
			assertThat(Futures.get(channel.receiveAsync(source.token()))).isZero();
			assertThat(Futures.failure(channel.receiveAsync(source.token())))
				.isInstanceOf(ChannelTimeoutException.class);
		}
		assertThat(channel.size()).isZero();
	}

	@Test
	void cancelledTokenEndsPendingCall() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		CancellationSource source = CancellationSource.create();
		CompletableFuture<SendResult> send = channel.sendAsync(1, source.token());
		assertThat(Futures.get(channel.receiveAsync(source.token()))).isZero();
		assertThat(Futures.get(send)).isEqualTo(SendResult.SENT);
		channel.receive();
		CompletableFuture<Integer> receive = channel.receiveAsync(source.token());
		IllegalStateException cause = new IllegalStateException();
		source.cancel(cause);
		assertThat(Futures.failure(receive)).isInstanceOf(ChannelCancelledException.class).hasCause(cause);
		channel.send(2);
		assertThat(Futures.failure(channel.receiveAsync(source.token()))).isInstanceOf(ChannelCancelledException.class);
		assertThat(Futures.failure(channel.sendAsync(3, source.token()))).isInstanceOf(ChannelCancelledException.class);
		assertThat(Drain.of(channel)).containsExactly(2);
	}

	@Test
	void futureCompletedFromOutsideMovesNothing() throws Exception {
		List<Completion> completions = List.of((future) -> future.cancel(true), (future) -> future.complete(null),
				(future) -> future.completeExceptionally(new IllegalStateException()),
				(future) -> future.completeAsync(() -> null), (future) -> future.orTimeout(1, TimeUnit.MILLISECONDS),
				(future) -> future.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS));
		for (Completion completion : completions) {
			BackpressureChannel<Integer> channel = this.buffer.full(1);
			CompletableFuture<SendResult> send = channel.sendAsync(1);
			completion.complete(send);
			Poll.until(send::isDone);
			assertThat(channel.receive()).isZero();
			CompletableFuture<Integer> receive = channel.receiveAsync();
			completion.complete(receive);
			Poll.until(receive::isDone);
			assertThat(channel.waitingReceivers() + channel.waitingSenders()).isZero();
			channel.send(2);
			assertThat(channel.receive()).isEqualTo(2);
			assertThat(channel.stats().sendCount()).isEqualTo(2);
			assertThat(channel.stats().receiveCount()).isEqualTo(2);
		}
	}

	@Test
	void cancelledCallPassesOnItsWakeUp() throws Exception {
		int times = this.buffer.times(500);
		for (int time = 0; time < times; time++) {
			BackpressureChannel<Integer> channel = this.buffer.channel(BackpressureStrategy.BLOCK, 1);
			CompletableFuture<Integer> cancelled = channel.receiveAsync();
			CompletableFuture<Integer> other = channel.receiveAsync();
			TestThread<Void> sender = TestThread.run(() -> channel.send(1));
			if (cancelled.cancel(false)) {
				assertThat(Futures.get(other)).isEqualTo(1);
			}
			else {
				assertThat(Futures.get(cancelled)).isEqualTo(1);
				other.cancel(false);
			}
			sender.result();
		}
	}

	@Test
	void pendingCallsAndThreadsShareQueue() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		CompletableFuture<SendResult> async = channel.sendAsync(1);
		Poll.until(() -> channel.waitingSenders() == 1);
		TestThread<Void> blocking = TestThread.run(() -> channel.send(2)).awaitParked();
		assertThat(channel.receive()).isZero();
		assertThat(channel.receive() + channel.receive()).isEqualTo(3);
		Futures.get(async);
		blocking.result();
	}

	@Test
	void dependentStagesRunOnExecutor() throws Exception {
		ExecutorService executor = Executors.newCachedThreadPool((task) -> new Thread(task, "channel-executor"));
		BackpressureChannel<Integer> channel = this.buffer
			.build(BackpressureChannel.<Integer>builder().bufferSize(1).executor(executor));
		CompletableFuture<String> receiver = channel.receiveAsync()
			.thenApply((value) -> Thread.currentThread().getName());
		Poll.until(() -> channel.waitingReceivers() == 1);
		channel.send(1);
		assertThat(Futures.get(receiver)).isEqualTo("channel-executor");
		channel.send(2);
		CompletableFuture<SendResult> blocked = channel.sendAsync(3);
		Poll.until(() -> channel.waitingSenders() == 1);
		CompletableFuture<String> sender = blocked.thenApply((result) -> Thread.currentThread().getName());
		channel.receive();
		assertThat(Futures.get(sender)).isEqualTo("channel-executor");
		executor.shutdown();
	}

	@Test
	void dependentStageThatBlocksDelaysNoOtherCall() throws Exception {
		ExecutorService executor = Executors.newCachedThreadPool();
		BackpressureChannel<Integer> channel = this.buffer
			.build(BackpressureChannel.<Integer>builder().bufferSize(1).executor(executor));
		CompletableFuture<Integer> other = new CompletableFuture<>();
		CompletableFuture<Integer> first = channel.receiveAsync();
		CompletableFuture<Integer> blocking = first.thenApply((value) -> other.join() + value);
		CompletableFuture<Integer> second = channel.receiveAsync();
		channel.send(1);
		channel.send(2);
		other.complete(Futures.get(second));
		assertThat(Futures.get(blocking)).isEqualTo(3);
		executor.shutdown();
	}

	@Test
	void rejectedTaskRunsOnDefaultExecutor() throws Exception {
		Executor executor = (task) -> {
			throw new RejectedExecutionException();
		};
		BackpressureChannel<Integer> channel = this.buffer
			.build(BackpressureChannel.<Integer>builder().bufferSize(1).executor(executor));
		CompletableFuture<Integer> future = channel.receiveAsync();
		channel.send(1);
		assertThat(Futures.get(future)).isEqualTo(1);
	}

	@Test
	void executorOnCallingThreadServesCalls() throws Exception {
		BackpressureChannel<Integer> channel = this.buffer
			.build(BackpressureChannel.<Integer>builder().bufferSize(2).executor(Runnable::run));
		CompletableFuture<Integer> first = channel.receiveAsync();
		CompletableFuture<Integer> second = channel.receiveAsync();
		channel.send(1);
		channel.send(2);
		assertThat(Futures.get(first)).isEqualTo(1);
		assertThat(Futures.get(second)).isEqualTo(2);
	}

	@Test
	void misuseFailsImmediately() {
		BackpressureChannel<Integer> channel = this.buffer.full(1);
		assertThatNullPointerException().isThrownBy(() -> channel.sendAsync(null)).withMessageContaining("value");
		assertThatNullPointerException().isThrownBy(() -> channel.receiveAsync(null)).withMessageContaining("token");
		assertThatNullPointerException().isThrownBy(() -> BackpressureChannel.builder().executor(null))
			.withMessageContaining("executor");
	}

	/** Way to complete a future from outside. */
	private interface Completion {

		void complete(CompletableFuture<?> future);

	}

}
