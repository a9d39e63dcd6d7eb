package io.backpressure.channel.concurrency.lincheck;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.concurrency.lincheck.Scene.Role;
import org.junit.jupiter.api.Test;

/**
 * Tests with small {@linkplain Scene scenes} of runs, which are several values sent or
 * received in one step, and of threads that wait until a channel is drained.
 */
class RunScenesTests {

	private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

	@Test
	void runWakesBothReceivers() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(2));
			Role<Integer> first = Scene.start(channel::receive);
			Role<Integer> second = Scene.start(channel::receive);
			Scene.check(channel.trySendAll(List.of(1, 2)) == 2, "room for both values");
			Scene.check(first.result() + second.result() == 3, "both values");
		});
	}

	@Test
	void batchWakesBothSenders() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(2));
			Scene.check(channel.trySendAll(List.of(1, 2)) == 2, "room for both values");
			Role<Void> first = Scene.start(() -> send(channel, 3));
			Role<Void> second = Scene.start(() -> send(channel, 4));
			Scene.check(channel.receiveBatch(2, Duration.ZERO).equals(List.of(1, 2)), "the buffered values");
			Scene.check(first.failure() == null && second.failure() == null, "senders that have sent");
			Scene.check(channel.size() == 2, "the values of the waiting senders");
		});
	}

	@Test
	void competingRunsShareTheRoom() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(3));
			Role<Integer> other = Scene.start(() -> channel.trySendAll(List.of(1, 2)));
			int sent = channel.trySendAll(List.of(3, 4));
			Scene.check(sent + other.result() == 3, "as many values as there is room for");
			Scene.check(channel.receiveBatch(4, Duration.ZERO).size() == 3, "all values that were sent");
		});
	}

	@Test
	void batchTakesOnlyPublishedValues() {
		Scene.playOften(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(2));
			Role<SendResult> other = Scene.start(() -> channel.trySend(1));
			Scene.check(channel.trySend(2) == SendResult.SENT, "room for the value");
			List<Integer> batch = channel.receiveBatch(2, Duration.ZERO);
			Scene.check(!batch.contains(null), "no null in the batch");
			Scene.check(other.result() == SendResult.SENT, "room for the other value");
			Scene.check(batch.size() + channel.size() == 2, "both values");
		});
	}

	@Test
	void lastReceiveEndsWaitForDrain() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			channel.send(1);
			channel.close();
			Role<Boolean> waiting = Scene.start(() -> channel.awaitDrained(FOREVER));
			Scene.check(channel.receive() == 1, "the value that was sent");
			Scene.check(waiting.result(), "a channel that is drained");
		});
	}

	@Test
	void closeOfEmptyChannelEndsWaitForDrain() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			Role<Boolean> waiting = Scene.start(() -> channel.awaitDrained(FOREVER));
			channel.close();
			Scene.check(waiting.result(), "a channel that is drained");
		});
	}

	private static Void send(BackpressureChannel<Integer> channel, int value) throws InterruptedException {
		channel.send(value);
		return null;
	}

}
