package io.backpressure.channel.spring.monitor;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the ring of samples, filled at given times.
 */
class SampleRingTests {

	private final BackpressureChannel<Object> channel = BackpressureChannel.create(1000);

	private final SampleRing ring = new SampleRing(this.channel.stats(), 0);

	@Test
	void samplesAreTwoSecondsApart() {
		for (int tenths = 2; tenths <= 60; tenths += 2) {
			this.channel.trySend(tenths);
			add(tenths * 100);
		}
		assertThat(this.ring.samples().times()).containsExactly(2000L, 4000L, 6000L);
		assertThat(this.ring.samples().size()).containsExactly(10, 20, 30);
		assertThat(this.ring.samples().sent()).containsExactly(5.0, 5.0, 5.0);
		assertThat(this.ring.samples().dropped()).containsExactly(0.0, 0.0, 0.0);
	}

	@Test
	void oldestSamplesAreOverwritten() {
		for (int second = 2; second <= 1000; second += 2) {
			add(second * 1000);
		}
		assertThat(this.ring.samples().times()).hasSize(SampleRing.CAPACITY).startsWith(702_000L).endsWith(1_000_000L);
	}

	@Test
	void unknownSizeIsNull() {
		this.ring.add(this.channel.stats(), null, 2000, Duration.ofSeconds(2).toNanos());
		assertThat(this.ring.samples().size()).containsExactly((Integer) null);
	}

	@Test
	void rateIsPerSecondAfterLongerGap() {
		for (int value = 0; value < 100; value++) {
			this.channel.trySend(value);
		}
		add(20_000);
		assertThat(this.ring.samples().sent()).containsExactly(5.0);
	}

	@Test
	void newRingAllocatesNoColumns() {
		assertThat(this.ring).extracting("columns").isNull();
		assertThat(this.ring.samples().times()).isEmpty();
	}

	private void add(long millis) {
		this.ring.add(this.channel.stats(), this.channel.size(), millis, Duration.ofMillis(millis).toNanos());
	}

}
