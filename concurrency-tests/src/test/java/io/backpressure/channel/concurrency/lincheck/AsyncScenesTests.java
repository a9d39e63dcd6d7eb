package io.backpressure.channel.concurrency.lincheck;

import java.util.concurrent.CompletableFuture;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.concurrency.lincheck.Scene.Role;
import org.junit.jupiter.api.Test;

/**
 * Tests with small {@linkplain Scene scenes} of asynchronous calls, alone and beside
 * waiting threads.
 */
class AsyncScenesTests {

	@Test
	void callGetsValueSentAsItBeginsToWait() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(1, tasks));
			Role<Void> sender = Scene.start(() -> send(channel, 1));
			CompletableFuture<Integer> future = channel.receiveAsync();
			sender.join();
			tasks.join();
			Scene.check(result(future) == 1, "the value");
		});
	}

	@Test
	void eachOfTwoCallsGetsItsValue() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(2, tasks));
			CompletableFuture<Integer> first = channel.receiveAsync();
			CompletableFuture<Integer> second = channel.receiveAsync();
			Role<Void> sender = Scene.start(() -> send(channel, 1));
			channel.send(1);
			sender.join();
			tasks.join();
			Scene.check(result(first) == 1 && result(second) == 1, "both values");
		});
	}

	@Test
	void callsOfOneThreadKeepTheirOrder() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(1, tasks));
			channel.send(1);
			channel.sendAsync(2);
			Role<Integer> receiver = Scene.start(channel::receive);
			channel.sendAsync(3);
			Scene.check(receiver.result() == 1, "the first value");
			Scene.check(channel.receive() == 2, "the second value");
			Scene.check(channel.receive() == 3, "the third value");
			tasks.join();
		});
	}

	@Test
	void callAndThreadGetOneValueEach() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(2, tasks));
			Role<Integer> thread = Scene.start(channel::receive);
			CompletableFuture<Integer> future = channel.receiveAsync();
			channel.send(1);
			channel.send(2);
			int other = thread.result();
			tasks.join();
			Scene.check(result(future) + other == 3, "both values");
		});
	}

	@Test
	void callAndThreadGetRoom() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(1, tasks));
			channel.send(4);
			Role<Void> thread = Scene.start(() -> send(channel, 1));
			CompletableFuture<SendResult> future = channel.sendAsync(2);
			Scene.check(channel.receive() + channel.receive() + channel.receive() == 7, "all three values");
			tasks.join();
			Scene.check(thread.failure() == null && result(future) == SendResult.SENT, "senders that have sent");
		});
	}

	@Test
	void cancelledCallLeavesTheValue() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(1, tasks));
			CompletableFuture<Integer> future = channel.receiveAsync();
			Role<Void> sender = Scene.start(() -> send(channel, 1));
			boolean cancelled = future.cancel(false);
			sender.join();
			tasks.join();
			Scene.check(cancelled == future.isCancelled(), "the result of the cancellation");
			Scene.check(cancelled || result(future) == 1, "the value, received");
			Scene.check(cancelled == (channel.size() == 1), "the value, left in the channel");
		});
	}

	@Test
	void cancelledCallPassesOnItsWakeUp() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(2, tasks));
			CompletableFuture<Integer> future = channel.receiveAsync();
			Role<Integer> other = Scene.start(channel::receive);
			Role<Void> sender = Scene.start(() -> send(channel, 1));
			if (!future.cancel(false)) {
				channel.send(2);
			}
			sender.join();
			Scene.check(other.result() != null, "the value that the call did not take");
			tasks.join();
		});
	}

	@Test
	void cancelledTokenEndsCall() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(1, tasks));
			CancellationSource source = Scene.share(CancellationSource.create());
			Role<CompletableFuture<Integer>> receiver = Scene.start(() -> channel.receiveAsync(source.token()));
			source.cancel();
			CompletableFuture<Integer> future = receiver.result();
			tasks.join();
			Scene.check(future.isCompletedExceptionally(), "a failure");
		});
	}

	@Test
	void closeEndsPendingSendsAndReceives() {
		Scene.play(this, () -> {
			TaskThreads tasks = Scene.share(new TaskThreads());
			BackpressureChannel<Integer> channel = Scene.share(channel(1, tasks));
			BackpressureChannel<Integer> full = Scene.share(channel(1, tasks));
			full.send(1);
			Role<Void> closer = Scene.start(() -> {
				channel.close();
				full.close();
				return null;
			});
			CompletableFuture<Integer> receive = channel.receiveAsync();
			CompletableFuture<SendResult> send = full.sendAsync(2);
			closer.join();
			tasks.join();
			Scene.check(receive.isCompletedExceptionally() && send.isCompletedExceptionally(), "failures");
			Scene.check(full.size() == 1, "the buffered value");
		});
	}

	private static BackpressureChannel<Integer> channel(int bufferSize, TaskThreads tasks) {
		return BackpressureChannel.<Integer>builder().bufferSize(bufferSize).executor(tasks).build();
	}

	private static <T> T result(CompletableFuture<T> future) {
		Scene.check(future.isDone(), "a future that is done");
		return future.getNow(null);
	}

	private static Void send(BackpressureChannel<Integer> channel, int value) throws InterruptedException {
		channel.send(value);
		return null;
	}

}
