package io.backpressure.channel.concurrency.lincheck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.ChannelCancelledException;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.concurrency.lincheck.Scene.Role;
import org.junit.jupiter.api.Test;

/**
 * Tests with small {@linkplain Scene scenes} of waiting threads. In each schedule all
 * threads must end, no value may be lost or duplicated, and each result must be correct.
 */
class BlockingScenesTests {

	private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

	@Test
	void receiverGetsValueSentAsItBeginsToWait() {
		Scene.playOften(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			Role<Integer> receiver = Scene.start(channel::receive);
			channel.send(1);
			Scene.check(receiver.result() == 1, "the value");
		});
	}

	@Test
	void senderGetsRoomMadeAsItBeginsToWait() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			channel.send(1);
			Role<Void> sender = Scene.start(() -> send(channel, 2));
			Scene.check(channel.receive() == 1, "the first value first");
			Scene.check(channel.receive() == 2, "the second value");
			Scene.check(sender.failure() == null, "a sender that has sent");
		});
	}

	@Test
	void senderGetsRoomOfPurgeAsItBeginsToWait() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			channel.send(1);
			Role<Void> sender = Scene.start(() -> send(channel, 2));
			Scene.check(channel.purge() == 1, "the buffered value is discarded");
			Scene.check(channel.receive() == 2, "the value of the waiting sender");
			Scene.check(sender.failure() == null, "a sender that has sent");
		});
	}

	@Test
	void eachOfTwoReceiversGetsOneOfTwoValues() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(2));
			Role<Integer> first = Scene.start(channel::receive);
			Role<Integer> second = Scene.start(channel::receive);
			channel.send(1);
			channel.send(2);
			Scene.check(first.result() + second.result() == 3, "both values");
		});
	}

	@Test
	void eachOfThreeReceiversGetsOneOfThreeValues() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(3));
			Role<Integer> first = Scene.start(channel::receive);
			Role<Integer> second = Scene.start(channel::receive);
			Role<Integer> third = Scene.start(channel::receive);
			channel.send(1);
			channel.send(2);
			channel.send(4);
			Scene.check(first.result() + second.result() + third.result() == 7, "all three values");
		});
	}

	@Test
	void eachOfTwoSendersGetsRoom() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			channel.send(4);
			Role<Void> first = Scene.start(() -> send(channel, 1));
			Role<Void> second = Scene.start(() -> send(channel, 2));
			Scene.check(channel.receive() + channel.receive() + channel.receive() == 7, "all three values");
			Scene.check(first.failure() == null && second.failure() == null, "senders that have sent");
		});
	}

	@Test
	void twoThreadsPlayPingPong() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> there = Scene.share(BackpressureChannel.create(1));
			BackpressureChannel<Integer> back = Scene.share(BackpressureChannel.create(1));
			Role<Void> other = Scene.start(() -> {
				send(back, there.receive() + 1);
				return send(back, there.receive() + 1);
			});
			there.send(1);
			Scene.check(back.receive() == 2, "the first reply");
			there.send(3);
			Scene.check(back.receive() == 4, "the second reply");
			other.join();
		});
	}

	@Test
	void valuesKeepOrderThroughTwoChannels() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> first = Scene.share(BackpressureChannel.create(1));
			BackpressureChannel<Integer> second = Scene.share(BackpressureChannel.create(1));
			Role<Void> between = Scene.start(() -> {
				first.forEach((value) -> sendUnchecked(second, value));
				second.close();
				return null;
			});
			Role<Void> sender = Scene.start(() -> {
				send(first, 1);
				send(first, 2);
				first.close();
				return null;
			});
			List<Integer> received = new ArrayList<>();
			second.forEach(received::add);
			Scene.check(received.equals(List.of(1, 2)), "both values in order");
			Scene.check(between.failure() == null && sender.failure() == null, "no failure");
		});
	}

	@Test
	void closeReportsItsCauseToWaitingReceiver() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			Role<Integer> receiver = Scene.start(channel::receive);
			Exception cause = new Exception();
			channel.close(cause);
			Scene.check(receiver.failedWith(ChannelClosedException.class), "a closed channel");
			Scene.check(receiver.failure().getCause() == cause, "the cause of the close");
		});
	}

	@Test
	void closeEndsWaitsOfReceivers() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			Role<Integer> first = Scene.start(channel::receive);
			Role<Integer> second = Scene.start(channel::receive);
			channel.close();
			Scene.check(first.failedWith(ChannelClosedException.class), "a ChannelClosedException");
			Scene.check(second.failedWith(ChannelClosedException.class), "a ChannelClosedException");
		});
	}

	@Test
	void closeEndsWaitsOfSendersAndKeepsValues() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			channel.send(1);
			Role<Void> first = Scene.start(() -> send(channel, 2));
			Role<Void> second = Scene.start(() -> send(channel, 3));
			channel.close();
			Scene.check(first.failedWith(ChannelClosedException.class), "a ChannelClosedException");
			Scene.check(second.failedWith(ChannelClosedException.class), "a ChannelClosedException");
			Scene.check(channel.receive() == 1, "the value that was sent");
		});
	}

	@Test
	void valuesSentBeforeCloseAreReceived() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			Role<Void> sender = Scene.start(() -> {
				send(channel, 1);
				return send(channel, 2);
			});
			Role<Void> closer = Scene.start(() -> {
				channel.close();
				return null;
			});
			List<Integer> received = new ArrayList<>();
			channel.forEach(received::add);
			Scene.check(sender.failure() == null || sender.failedWith(ChannelClosedException.class), "sent or closed");
			Scene.check(channel.stats().sendCount() == received.size(), "all values sent");
			Scene.check((sender.failure() == null) == (received.size() == 2), "the result of the sender");
			closer.join();
		});
	}

	@Test
	void cancellationEndsWaitOfReceiver() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			CancellationSource source = Scene.share(CancellationSource.create());
			Role<Integer> receiver = Scene.start(() -> channel.receive(source.token()));
			source.cancel();
			Scene.check(receiver.failedWith(ChannelCancelledException.class), "a ChannelCancelledException");
		});
	}

	@Test
	void cancelledReceiverPassesOnItsWakeUp() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(2));
			CancellationSource source = Scene.share(CancellationSource.create());
			Role<Integer> cancelled = Scene.start(() -> channel.receive(source.token()));
			Role<Integer> other = Scene.start(channel::receive);
			Scene.start(() -> {
				send(channel, 1);
				source.cancel();
				return null;
			}).join();
			if (cancelled.failure() == null) {
				channel.send(2);
			}
			Scene.check(other.result() != null, "the value that the cancelled receiver did not take");
		});
	}

	@Test
	void interruptedReceiverPassesOnItsWakeUp() {
		Scene.playOften(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(2));
			Role<Integer> interrupted = Scene.start(channel::receive);
			Role<Integer> other = Scene.start(channel::receive);
			Scene.start(() -> {
				send(channel, 1);
				interrupted.interrupt();
				return null;
			}).join();
			if (interrupted.failure() == null) {
				channel.send(2);
			}
			Scene.check(other.result() != null, "the value that the interrupted receiver did not take");
		});
	}

	@Test
	void cancelledSenderPassesOnItsWakeUp() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			channel.send(1);
			CancellationSource source = Scene.share(CancellationSource.create());
			Role<Void> cancelled = Scene.start(() -> {
				channel.send(2, source.token());
				return null;
			});
			Role<Void> other = Scene.start(() -> send(channel, 3));
			Scene.start(() -> {
				channel.receive();
				source.cancel();
				return null;
			}).join();
			if (cancelled.failure() == null) {
				channel.receive();
			}
			Scene.check(other.failure() == null, "the room that the cancelled sender did not take");
		});
	}

	@Test
	void evictingSendWakesReceiver() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(createDroppingOldest());
			Role<Integer> receiver = Scene.start(channel::receive);
			Role<Void> sender = Scene.start(() -> send(channel, 1));
			channel.send(2);
			int received = receiver.result();
			sender.join();
			Integer left = channel.tryReceive();
			long dropped = channel.stats().droppedCount();
			Scene.check(received == 1 || received == 2, "one of the values");
			Scene.check((left != null) == (dropped == 0), "the other value left or dropped, but not both");
		});
	}

	@Test
	void evictingSendsWakeBothReceivers() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(createDroppingOldest());
			Role<Integer> other = Scene.start(() -> receiveAndSend(channel, 3));
			Scene.start(() -> send(channel, 1));
			Scene.start(() -> send(channel, 2));
			// if 1 or 2 was dropped, one receiver gets the 3 that the other one sends
			int value = receiveAndSend(channel, 3);
			Scene.check(value != other.result(), "two values");
		});
	}

	@Test
	void twoSendersFillABatch() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> channel = Scene.share(BackpressureChannel.create(1));
			Role<List<Integer>> receiver = Scene.start(() -> channel.receiveBatch(2, FOREVER));
			Role<Void> sender = Scene.start(() -> send(channel, 1));
			channel.send(2);
			Scene.check(receiver.result().size() == 2, "both values");
			sender.join();
		});
	}

	private static BackpressureChannel<Integer> createDroppingOldest() {
		return BackpressureChannel.<Integer>builder().bufferSize(1).strategy(BackpressureStrategy.DROP_OLDEST).build();
	}

	private static Void send(BackpressureChannel<Integer> channel, int value) throws InterruptedException {
		channel.send(value);
		return null;
	}

	private static int receiveAndSend(BackpressureChannel<Integer> channel, int value) throws InterruptedException {
		int received = channel.receive();
		channel.send(value);
		return received;
	}

	private static void sendUnchecked(BackpressureChannel<Integer> channel, int value) {
		try {
			channel.send(value);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
