package io.backpressure.channel.spring.monitor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.spring.event.ChannelHighWatermarkEvent;
import io.backpressure.channel.spring.event.ChannelLowWatermarkEvent;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.monitor.RecentEvent.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for rates, condition and events of a channel, sampled at given times.
 */
class ChannelWatchTests {

	private final List<Object> published = new ArrayList<>();

	private final SettableClock clock = new SettableClock();

	private BackpressureChannel<Object> channel = channel(BackpressureStrategy.BLOCK);

	@Test
	void ratesCoverLastTwoSeconds() {
		ChannelWatch watch = watch(WatchSettings.NONE);
		assertThat(watch.rates()).isEqualTo(Rates.NONE);
		for (int value = 0; value < 10; value++) {
			this.channel.trySend(value);
		}
		this.channel.tryReceive();
		sample(watch, 1000);
		assertThat(watch.rates()).isEqualTo(new Rates(10, 1, 0, 0, 0));
		sample(watch, 2000);
		assertThat(watch.rates().sent()).isEqualTo(5);
		sample(watch, 3500);
		sample(watch, 5000);
		assertThat(watch.rates()).isEqualTo(Rates.NONE);
	}

	@Test
	void fullChannelWithoutLimitIsSaturatedButHealthy() {
		ChannelWatch watch = watch(WatchSettings.NONE);
		fill();
		sample(watch, 0);
		assertThat(watch.condition()).isEqualTo(ChannelCondition.WELL);
		sample(watch, 5000);
		assertThat(watch.condition().state()).isEqualTo(ChannelCondition.State.SATURATED);
		assertThat(watch.condition().text()).isEqualTo("at least 90 % full for 5s");
		assertThat(watch.condition().status()).isEqualTo("UP");
		sample(watch, 65_000);
		assertThat(watch.condition().text())
			.isEqualTo("nothing received for 1m, 10 buffered; at least 90 % full for 1m5s");
		assertThat(watch.condition().status()).isEqualTo("UP");
	}

	@Test
	void stalledChannelAboveLimitStaysOutOfService() {
		ChannelWatch watch = watch(new WatchSettings(null, UtilizationLimit.valueOf("0.5 for 10s"), null));
		fill();
		for (int time = 0; time <= 60_000; time += 10_000) {
			sample(watch, time);
			assertThat(watch.condition().status()).isEqualTo((time < 10_000) ? "UP" : "OUT_OF_SERVICE");
		}
		assertThat(watch.condition().state()).isEqualTo(ChannelCondition.State.STALLED);
	}

	@Test
	void channelAboveLimitIsOutOfService() {
		ChannelWatch watch = watch(new WatchSettings(null, UtilizationLimit.valueOf("0.5 for 30s"), null));
		for (int value = 0; value < 5; value++) {
			this.channel.trySend(value);
		}
		for (int time = 0; time < 30_000; time += 10_000) {
			sample(watch, time);
			assertThat(watch.condition().status()).isEqualTo("UP");
			this.channel.tryReceive();
			this.channel.trySend(time);
		}
		sample(watch, 30_000);
		assertThat(watch.condition().status()).isEqualTo("OUT_OF_SERVICE");
		assertThat(watch.condition().isUnhealthy()).isTrue();
		this.channel.tryReceive();
		sample(watch, 30_200);
		assertThat(watch.condition().status()).isEqualTo("UP");
		assertThat(watch.events()).extracting(RecentEvent::kind)
			.containsExactly(Kind.RECOVERED, Kind.SATURATED, Kind.OPENED);
	}

	@Test
	void channelThatMayStayFullIsWell() {
		ChannelWatch watch = watch(new WatchSettings(null, UtilizationLimit.NEVER, Duration.ZERO));
		fill();
		sample(watch, 0);
		sample(watch, 3_600_000);
		assertThat(watch.condition()).isEqualTo(ChannelCondition.WELL);
		assertThat(watch.condition().status()).isEqualTo("UP");
	}

	@Test
	void unreceivedValuesStallChannel() {
		ChannelWatch watch = watch(new WatchSettings(null, null, Duration.ofMinutes(1)));
		sample(watch, 0);
		sample(watch, 120_000); // empty: there is nothing to receive
		assertThat(watch.condition()).isEqualTo(ChannelCondition.WELL);
		this.channel.trySend("first");
		sample(watch, 130_000);
		this.channel.trySend("second");
		sample(watch, 189_999);
		assertThat(watch.condition().status()).isEqualTo("UP");
		sample(watch, 190_000);
		assertThat(watch.condition().status()).isEqualTo("DOWN");
		assertThat(watch.condition().text()).isEqualTo("nothing received for 1m, 2 buffered");
		this.channel.tryReceive();
		sample(watch, 190_200);
		assertThat(watch.condition().status()).isEqualTo("UP");
		sample(watch, 200_000);
		sample(watch, 260_200);
		assertThat(watch.condition().status()).isEqualTo("DOWN");
	}

	@Test
	void channelClosedWhileApplicationRunsIsDown() {
		ChannelWatch watch = watch(WatchSettings.NONE);
		this.channel.trySend("left");
		this.channel.close();
		sample(watch, 0);
		assertThat(watch.condition().status()).isEqualTo("DOWN");
		assertThat(watch.condition().text()).isEqualTo("closed while the application is running, 1 buffered");
		watch.expectClose();
		sample(watch, 200);
		assertThat(watch.condition().status()).isEqualTo("UP");
	}

	@Test
	void lossesAreReportedButDoNotAffectHealth() {
		this.channel = channel(BackpressureStrategy.DROP);
		ChannelWatch watch = watch(new WatchSettings(null, UtilizationLimit.valueOf("1 for 1h"), Duration.ofHours(1)));
		sample(watch, 0);
		fill();
		this.channel.trySend("dropped");
		sample(watch, 1000);
		assertThat(watch.condition())
			.isEqualTo(new ChannelCondition(ChannelCondition.State.LOSING, "drops 1 a second"));
		assertThat(watch.condition().status()).isEqualTo("UP");
		this.channel = channel(BackpressureStrategy.ERROR);
		ChannelWatch failing = watch(WatchSettings.NONE);
		sample(failing, 0);
		fill();
		this.channel.trySend("rejected");
		sample(failing, 1000);
		assertThat(failing.condition().text()).isEqualTo("sends fail, 1 a second");
	}

	@Test
	void repeatedOccurrencesAreOneEventWithCount() {
		this.channel = channel(BackpressureStrategy.DROP);
		ChannelWatch watch = watch(WatchSettings.NONE);
		fill();
		sample(watch, 0);
		for (int time = 200; time <= 2000; time += 200) {
			this.channel.trySend("secret");
			this.channel.trySend("secret");
			sample(watch, time);
		}
		watch.note(Kind.LISTENER_FAILED, 1, "listener a");
		watch.note(Kind.LISTENER_FAILED, 1, "listener b");
		assertThat(watch.events()).extracting(RecentEvent::kind, RecentEvent::count, RecentEvent::detail)
			.hasSize(4)
			.last()
			.hasToString("(OPENED, 1L, null)");
		assertThat(watch.events().get(2))
			.isEqualTo(new RecentEvent(Instant.ofEpochMilli(200), Instant.ofEpochMilli(2000), Kind.DROPPED, 20, null));
		assertThat(watch.events().toString()).doesNotContain("secret");
		sample(watch, 8000);
		this.channel.trySend("secret");
		sample(watch, 9000);
		assertThat(watch.events().get(0))
			.isEqualTo(new RecentEvent(Instant.ofEpochMilli(9000), Instant.ofEpochMilli(9000), Kind.DROPPED, 1, null));
	}

	@Test
	void oldEventsAreForgotten() {
		ChannelWatch watch = watch(WatchSettings.NONE);
		for (int number = 0; number < 60; number++) {
			watch.note(Kind.LISTENER_FAILED, 1, "listener " + number);
		}
		assertThat(watch.events()).hasSize(50);
		assertThat(watch.events().get(0).detail()).isEqualTo("listener 59");
		assertThat(watch.events().get(49).detail()).isEqualTo("listener 10");
	}

	@Test
	void eachCrossingOfAWatermarkIsPublishedOnce() {
		ChannelWatch watch = watch(new WatchSettings(new Watermark(0.8, 0.2, Duration.ZERO), null, null));
		sample(watch, 0);
		fill();
		sample(watch, 200);
		sample(watch, 400);
		assertThat(this.published).singleElement()
			.isInstanceOfSatisfying(ChannelHighWatermarkEvent.class,
					(event) -> assertThat(List.of(entry(event.getChannelName(), event.getUtilization())))
						.containsExactly(entry("orders", 1.0)));
		this.channel.purge();
		sample(watch, 600);
		sample(watch, 800);
		assertThat(this.published).hasSize(2)
			.last()
			.isInstanceOfSatisfying(ChannelLowWatermarkEvent.class,
					(event) -> assertThat(event.getUtilization()).isZero());
		assertThat(watch.events()).extracting(RecentEvent::kind).contains(Kind.LOW_WATERMARK, Kind.HIGH_WATERMARK);
	}

	@Test
	void limitsAreParsedAndPrinted() {
		assertThat(UtilizationLimit.valueOf("0.9 for 30s")).isEqualTo(new UtilizationLimit(0.9, Duration.ofSeconds(30)))
			.hasToString("0.9 for 30s");
		assertThat(UtilizationLimit.valueOf(" 1 for 500ms "))
			.isEqualTo(new UtilizationLimit(1, Duration.ofMillis(500)));
		assertThat(UtilizationLimit.valueOf(".5")).isEqualTo(new UtilizationLimit(0.5, Duration.ZERO));
		assertThat(UtilizationLimit.valueOf("never")).isSameAs(UtilizationLimit.NEVER).hasToString("never");
	}

	private ChannelWatch watch(WatchSettings settings) {
		return new ChannelWatch(this.channel, settings, new GuardedPublisher(this.published::add), this.clock, 0);
	}

	private void sample(ChannelWatch watch, long millis) {
		this.clock.millis = millis;
		watch.sample(List.of(), Duration.ofMillis(millis).toNanos());
	}

	private void fill() {
		while (this.channel.size() < this.channel.capacity()) {
			this.channel.trySend("value");
		}
	}

	private static BackpressureChannel<Object> channel(BackpressureStrategy strategy) {
		return BackpressureChannel.builder().name("orders").strategy(strategy).bufferSize(10).build();
	}

	private static final class SettableClock extends Clock {

		private long millis;

		@Override
		public Instant instant() {
			return Instant.ofEpochMilli(this.millis);
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
