package io.backpressure.channel.concurrency.lincheck;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelSelect;
import io.backpressure.channel.Selected;
import io.backpressure.channel.concurrency.lincheck.Scene.Role;
import org.junit.jupiter.api.Test;

/**
 * Tests with small {@linkplain Scene scenes} of threads that select from two channels.
 */
class SelectScenesTests {

	@Test
	void selectGetsValueSentAsItBeginsToWait() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> first = Scene.share(BackpressureChannel.create(1));
			BackpressureChannel<Integer> second = Scene.share(BackpressureChannel.create(1));
			Role<Selected<Integer>> select = Scene.start(ChannelSelect.fair(first, second)::receive);
			second.send(1);
			Scene.check(select.result().value() == 1, "the value");
		});
	}

	@Test
	void eachOfTwoSelectsGetsOneOfTwoValues() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> first = Scene.share(BackpressureChannel.create(1));
			BackpressureChannel<Integer> second = Scene.share(BackpressureChannel.create(1));
			Role<Selected<Integer>> one = Scene.start(ChannelSelect.ordered(first, second)::receive);
			Role<Selected<Integer>> other = Scene.start(ChannelSelect.ordered(second, first)::receive);
			first.send(1);
			second.send(2);
			Scene.check(one.result().value() + other.result().value() == 3, "both values");
		});
	}

	@Test
	void selectPassesOnWakeUpOfOtherChannel() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> first = Scene.share(BackpressureChannel.create(1));
			BackpressureChannel<Integer> second = Scene.share(BackpressureChannel.create(2));
			Role<Selected<Integer>> select = Scene.start(ChannelSelect.ordered(first, second)::receive);
			Role<Integer> receiver = Scene.start(second::receive);
			first.send(1);
			second.send(2);
			if (select.result().receiver() == second) {
				second.send(3);
			}
			Scene.check(receiver.result() != null, "the value that the select did not take");
		});
	}

	@Test
	void cancelledSelectPassesOnItsWakeUp() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> first = Scene.share(BackpressureChannel.create(1));
			BackpressureChannel<Integer> second = Scene.share(BackpressureChannel.create(2));
			CancellationSource source = Scene.share(CancellationSource.create());
			Role<Selected<Integer>> select = Scene
				.start(() -> ChannelSelect.<Integer>ordered(first, second).receive(source.token()));
			Role<Integer> receiver = Scene.start(second::receive);
			Scene.start(() -> {
				second.send(1);
				source.cancel();
				return null;
			}).join();
			if (select.failure() == null) {
				second.send(2);
			}
			Scene.check(receiver.result() != null, "the value that the select did not take");
		});
	}

	@Test
	void interruptedSelectPassesOnItsWakeUp() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> first = Scene.share(BackpressureChannel.create(1));
			BackpressureChannel<Integer> second = Scene.share(BackpressureChannel.create(2));
			Role<Selected<Integer>> select = Scene.start(ChannelSelect.ordered(first, second)::receive);
			Role<Integer> receiver = Scene.start(second::receive);
			Scene.start(() -> {
				second.send(1);
				select.interrupt();
				return null;
			}).join();
			if (select.failure() == null) {
				second.send(2);
			}
			Scene.check(receiver.result() != null, "the value that the select did not take");
		});
	}

	@Test
	void selectEndsWhenBothChannelsAreClosed() {
		Scene.play(this, () -> {
			BackpressureChannel<Integer> first = Scene.share(BackpressureChannel.create(1));
			BackpressureChannel<Integer> second = Scene.share(BackpressureChannel.create(1));
			Role<Selected<Integer>> select = Scene.start(ChannelSelect.fair(first, second)::receive);
			Role<Void> closer = Scene.start(() -> {
				first.close();
				return null;
			});
			second.close();
			closer.join();
			Scene.check(select.failedWith(ChannelClosedException.class), "a ChannelClosedException");
		});
	}

}
