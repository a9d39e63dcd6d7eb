package io.backpressure.channel.concurrency.lincheck;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.concurrency.lincheck.Scene.Role;
import org.junit.jupiter.api.Test;

/**
 * Tests with small {@linkplain Scene scenes} of a channel that is resized while threads
 * send to it.
 */
class ResizeScenesTests {

	@Test
	void senderGetsRoomAddedAsItBeginsToWait() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(create(BackpressureStrategy.BLOCK, 1, 2));
			channel.send(1);
			Role<Void> sender = Scene.start(() -> send(channel, 2));
			channel.resize(2);
			Scene.check(sender.failure() == null, "a sender that has sent");
			Scene.check(channel.size() == 2, "both values");
		});
	}

	@Test
	void eachOfTwoSendersGetsAddedRoom() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(create(BackpressureStrategy.BLOCK, 1, 3));
			channel.send(1);
			Role<Void> first = Scene.start(() -> send(channel, 2));
			Role<Void> second = Scene.start(() -> send(channel, 3));
			channel.resize(3);
			Scene.check(first.failure() == null && second.failure() == null, "senders that have sent");
			Scene.check(channel.size() == 3, "all three values");
		});
	}

	@Test
	void sendAfterShrinkKeepsNewBound() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(create(BackpressureStrategy.BLOCK, 2, 2));
			Role<Integer> sender = Scene.start(() -> trySend(channel, 1) + trySend(channel, 2));
			channel.resize(1);
			int sent = trySend(channel, 3);
			int all = sent + sender.result();
			Scene.check(channel.size() == all, "every value that was sent");
			Scene.check(all >= 1 && all <= 2 && (sent == 0 || all == 1),
					"one value, or two if the send after the resize did not succeed");
		});
	}

	@Test
	void sendDuringShrinkDoesNotUseRemovedRoom() {
		Scene.playOften(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(create(BackpressureStrategy.BLOCK, 2, 2));
			Role<Integer> sender = Scene.start(() -> trySend(channel, 1) + trySend(channel, 2));
			channel.resize(1);
			int size = channel.size();
			int sent = sender.result();
			Scene.check(channel.size() == sent, "every value that was sent");
			Scene.check(sent <= Math.max(size, 1), "no value sent after the resize in excess of the new capacity");
		});
	}

	@Test
	void shrinkBesideSendEvictsOldestValues() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(create(BackpressureStrategy.DROP_OLDEST, 2, 2));
			channel.send(1);
			channel.send(2);
			Role<Void> sender = Scene.start(() -> send(channel, 3));
			channel.resize(1);
			Scene.check(sender.failure() == null, "a sender that has sent");
			Scene.check(channel.stats().droppedCount() == 2, "two values dropped");
			Scene.check(channel.receive() == 3 && channel.size() == 0, "the newest value");
		});
	}

	private static BackpressureChannel<Integer> create(BackpressureStrategy strategy, int capacity, int max) {
		return BackpressureChannel.<Integer>builder()
			.bufferSize(capacity)
			.maxBufferSize(max)
			.strategy(strategy)
			.build();
	}

	private static int trySend(BackpressureChannel<Integer> channel, int value) {
		return (channel.trySend(value) == SendResult.SENT) ? 1 : 0;
	}

	private static Void send(BackpressureChannel<Integer> channel, int value) throws InterruptedException {
		channel.send(value);
		return null;
	}

}
