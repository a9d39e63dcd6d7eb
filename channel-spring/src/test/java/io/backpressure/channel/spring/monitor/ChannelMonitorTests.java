package io.backpressure.channel.spring.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.backpressure.channel.BackpressureChannel;
import org.junit.jupiter.api.Test;

import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the channels that the monitor lists.
 */
class ChannelMonitorTests {

	private static final int CHANNELS = 1000;

	private static final int ROUNDS = 100;

	private final ChannelMonitor monitor = new ChannelMonitor((name) -> WatchSettings.NONE,
			new StaticApplicationContext(), (channel) -> true, List::of);

	@Test
	void channelsCanBeAddedAndRemovedWhileAllAreListed() {
		List<BackpressureChannel<?>> channels = new ArrayList<>();
		for (int number = 0; number < CHANNELS; number++) {
			channels.add(BackpressureChannel.<Integer>builder().name("orders-" + number).bufferSize(1).build());
		}
		channels.forEach(this.monitor::attach);
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
			for (int round = 0; round < ROUNDS; round++) {
				channels.forEach(this.monitor::detach);
				channels.forEach(this.monitor::attach);
			}
			done.set(true);
		});
		while (!done.get() && !changes.isCompletedExceptionally()) {
			assertThat(this.monitor.watches()).hasSizeLessThanOrEqualTo(CHANNELS);
		}
		changes.join();
		assertThat(this.monitor.watches()).hasSize(CHANNELS);
	}

}
