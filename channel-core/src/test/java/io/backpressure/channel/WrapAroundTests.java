package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a ring in which the sequence numbers of the slots wrap around. These numbers
 * have fewer bits than the indices.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WrapAroundTests {

	private static final int LAPS = 5;

	@ParameterizedTest
	@ValueSource(longs = { Integer.MAX_VALUE - 9L, 0xFFFF_FFFFL - 9, 0x7_FFFF_FFFFL - 9 })
	void wrapAroundKeepsOrderAndBound(long first) {
		for (int capacity : new int[] { 1, 2, 3, 5, 8 }) {
			BackpressureChannel<Integer> channel = channel(BackpressureStrategy.ERROR, capacity, first);
			List<Integer> received = new ArrayList<>();
			int sent = 0;
			for (int lap = 0; lap < 10 * LAPS; lap++) {
				while (channel.trySend(sent) == SendResult.SENT) {
					sent++;
				}
				assertThat(channel.size()).isEqualTo(capacity);
				received.add(channel.tryReceive());
			}
			assertThat(received).isEqualTo(IntStream.range(0, 10 * LAPS).boxed().toList());
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { Integer.MAX_VALUE - 9L, 0xFFFF_FFFFL - 9, 0x7_FFFF_FFFFL - 9 })
	void evictionRemovesTheOldestValue(long first) {
		for (int capacity : new int[] { 1, 2, 3, 5, 8 }) {
			BackpressureChannel<Integer> channel = channel(BackpressureStrategy.DROP_OLDEST, capacity, first);
			for (int value = 0; value < LAPS * 10; value++) {
				channel.trySend(value);
			}
			assertThat(channel.stats().droppedCount()).isEqualTo(LAPS * 10 - capacity);
			assertThat(channel.tryReceive()).isEqualTo(LAPS * 10 - capacity);
		}
	}

	private BackpressureChannel<Integer> channel(BackpressureStrategy strategy, int capacity, long first) {
		ChannelSettings settings = new ChannelSettings(ChannelName.of("wrapping"), capacity, capacity, strategy,
				WaitLimit.FOREVER, WaitLimit.FOREVER, false, WaitLimit.FOREVER, CallExecutor.DEFAULT);
		return new RingChannel<>(settings, new Callbacks<>(settings.name()), first);
	}

}
