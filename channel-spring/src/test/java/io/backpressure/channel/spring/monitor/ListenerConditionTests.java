package io.backpressure.channel.spring.monitor;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.monitor.ChannelCondition.State;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the effect of listeners on the condition of their channel, sampled at given
 * times.
 */
class ListenerConditionTests {

	private final BackpressureChannel<Object> channel = BackpressureChannel.builder()
		.name("orders")
		.bufferSize(10)
		.build();

	private final ChannelWatch watch = new ChannelWatch(this.channel, WatchSettings.NONE,
			new GuardedPublisher((event) -> {
			}), Clock.systemUTC(), 0);

	@Test
	void discardedValuesAreReportedButHealthy() {
		sample(0, discarding("pricing", 0));
		this.watch.listenerFailed("pricing", IllegalStateException.class, "discarded");
		sample(2000, discarding("pricing", 186));
		assertCondition(State.DISCARDING, "listener 'pricing' discards 93 a second: IllegalStateException");
		assertThat(this.watch.condition().status()).isEqualTo("UP");
		assertThat(this.watch.condition().isUnhealthy()).isFalse();
	}

	@Test
	void discardedValuesAreReportedForAMinute() {
		sample(0, discarding("pricing", 5));
		assertThat(this.watch.condition().state()).as("values discarded before the first sample")
			.isEqualTo(State.DISCARDING);
		sample(1000, discarding("pricing", 6));
		sample(9000, discarding("pricing", 7));
		sample(30_000, discarding("pricing", 7));
		assertCondition(State.DISCARDING, "listener 'pricing' discarded 7 in the last minute");
		sample(62_000, discarding("pricing", 7));
		assertCondition(State.DISCARDING, "listener 'pricing' discarded 1 in the last minute");
		sample(70_000, discarding("pricing", 7));
		assertThat(this.watch.condition()).isEqualTo(ChannelCondition.WELL);
	}

	@Test
	void discardedValueEvery50SecondsIsAlwaysReported() {
		sample(0, discarding("pricing", 0));
		for (int second = 1; second < 600; second++) {
			sample(second * 1000, discarding("pricing", 1 + second / 50));
			assertThat(this.watch.condition().state()).isEqualTo(State.DISCARDING);
		}
	}

	@Test
	void deadLettersAndDiscardedValuesAreDistinguished() {
		sample(0, deadLettering("pricing", 0), discarding("booking", 0));
		this.watch.listenerFailed("pricing", IOException.class, "dead-lettered");
		sample(1000, deadLettering("pricing", 2), discarding("booking", 0));
		assertCondition(State.DEAD_LETTERING, "listener 'pricing' dead-letters 1 a second: IOException");
		sample(2000, deadLettering("pricing", 2), discarding("booking", 4));
		assertCondition(State.DISCARDING,
				"listener 'booking' discards 2 a second; listener 'pricing' dead-letters 1 a second: IOException");
	}

	@Test
	void callOfOneMinuteIsReported() {
		sample(0, calling("pricing", Duration.ofSeconds(59)));
		assertThat(this.watch.condition()).isEqualTo(ChannelCondition.WELL);
		sample(1000, calling("pricing", Duration.ofSeconds(60)));
		assertCondition(State.HELD_UP, "listener 'pricing' has been in one call for 1m");
		sample(253_000, calling("pricing", Duration.ofSeconds(312)));
		assertCondition(State.HELD_UP, "listener 'pricing' has been in one call for 5m12s");
		assertThat(this.watch.events()).extracting(RecentEvent::kind)
			.containsExactly(RecentEvent.Kind.LISTENER_HELD_UP, RecentEvent.Kind.OPENED);
		sample(254_000, calling("pricing", Duration.ZERO));
		assertThat(this.watch.condition()).isEqualTo(ChannelCondition.WELL);
	}

	@Test
	void channelIsPausedIfNoListenerReceives() {
		sample(0, resting("pricing", "paused"), resting("booking", null));
		assertThat(this.watch.condition()).isEqualTo(ChannelCondition.WELL);
		sample(200, resting("pricing", "paused"), resting("booking", "stopped"));
		assertCondition(State.PAUSED, "listener 'pricing' is paused");
		assertThat(this.watch.condition().severity()).isEqualTo(ChannelCondition.Severity.TROUBLE);
		this.channel.close();
		this.watch.expectClose();
		sample(400, resting("pricing", "stopped"));
		assertThat(this.watch.condition()).isEqualTo(ChannelCondition.WELL);
	}

	@Test
	void conditionCombinesChannelAndListener() {
		while (this.channel.size() < this.channel.capacity()) {
			this.channel.trySend("value");
		}
		sample(0, calling("pricing", Duration.ofMinutes(2)));
		sample(1000, calling("pricing", Duration.ofSeconds(121)));
		sample(41_000, calling("pricing", Duration.ofSeconds(161)));
		assertCondition(State.STALLED, "nothing received for 40s, 10 buffered; at least 90 % full for 41s; "
				+ "listener 'pricing' has been in one call for 2m41s");
	}

	@Test
	void removedListenersAreForgotten() {
		sample(0, discarding("old", 0), discarding("pricing", 0));
		this.watch.listenerFailed("old", IllegalStateException.class, "discarded");
		sample(1000, discarding("old", 9), discarding("pricing", 0));
		sample(2000, discarding("pricing", 0));
		assertThat(this.watch.condition()).isEqualTo(ChannelCondition.WELL);
		assertThat(this.watch.lastFailure("old")).isNull();
	}

	@Test
	void listenerThatNeverFailsHasSingleEntryOfCounts() {
		ListenerWatch listener = new ListenerWatch();
		for (int second = 0; second < 1000; second++) {
			listener.sample(discarding("pricing", 0), null, Duration.ofSeconds(second).toNanos());
		}
		assertThat(listener).extracting("changes").asInstanceOf(InstanceOfAssertFactories.ITERABLE).hasSize(1);
	}

	private void sample(long millis, ListenerReading... listeners) {
		this.watch.sample(new ArrayList<>(List.of(listeners)), Duration.ofMillis(millis).toNanos());
	}

	private void assertCondition(State state, String text) {
		assertThat(this.watch.condition()).isEqualTo(new ChannelCondition(state, text));
	}

	private static ListenerReading resting(String id, @Nullable String resting) {
		return new ListenerReading(id, "orders", resting, 0, 0, Duration.ZERO);
	}

	private static ListenerReading discarding(String id, long discarded) {
		return new ListenerReading(id, "orders", null, 0, discarded, Duration.ZERO);
	}

	private static ListenerReading deadLettering(String id, long deadLettered) {
		return new ListenerReading(id, "orders", null, deadLettered, 0, Duration.ZERO);
	}

	private static ListenerReading calling(String id, Duration call) {
		return new ListenerReading(id, "orders", null, 0, 0, call);
	}

}
