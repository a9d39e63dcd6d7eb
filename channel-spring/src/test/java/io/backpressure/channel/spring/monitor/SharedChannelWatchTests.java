package io.backpressure.channel.spring.monitor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelSupport;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.FakeServer;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.monitor.ChannelCondition.State;
import io.backpressure.channel.spring.monitor.RecentEvent.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the condition of a channel that several JVMs share.
 */
class SharedChannelWatchTests {

	private final FakeServer server = new FakeServer();

	private final SharedChannel<String> channel = channel();

	private final ChannelWatch watch = new ChannelWatch(this.channel,
			new WatchSettings(new Watermark(0.5, 0, Duration.ZERO), null, Duration.ofSeconds(10)),
			new GuardedPublisher((event) -> {
			}), Clock.systemUTC(), 0);

	@Test
	void channelIsUnreachableUntilTransportRecovers() {
		sample(200);
		this.server.down = true;
		sample(400);
		sample(600);
		assertThat(this.watch.condition()).isEqualTo(new ChannelCondition(State.UNREACHABLE,
				"its transport cannot be reached: Channel 'orders': the server is down"));
		assertThat(this.watch.condition().status()).isEqualTo("DOWN");
		assertThat(this.watch.condition().isUnhealthy()).isTrue();
		this.server.down = false;
		sample(800);
		assertThat(this.watch.condition()).isEqualTo(ChannelCondition.WELL);
		assertThat(this.watch.condition().status()).isEqualTo("UP");
		assertThat(this.watch.events()).extracting(RecentEvent::kind)
			.containsExactly(Kind.RECOVERED, Kind.UNREACHABLE, Kind.OPENED);
	}

	@Test
	void stallAfterOutageRecordsRecovery() {
		this.channel.trySend("value");
		sample(0);
		sample(200);
		this.server.down = true;
		sample(400);
		this.server.down = false;
		sample(20_000);
		assertThat(this.watch.condition().state()).isEqualTo(State.STALLED);
		assertThat(this.watch.events()).extracting(RecentEvent::kind)
			.containsExactly(Kind.STALLED, Kind.RECOVERED, Kind.UNREACHABLE, Kind.OPENED);
	}

	@Test
	void sampleOfEmptyOrActiveChannelMakesOneCall() {
		sample(0);
		this.server.totals.set(0);
		sample(200);
		assertThat(this.server.totals).hasValue(1);
		this.channel.trySend("one");
		this.channel.trySend("two");
		this.channel.tryReceive();
		sample(400);
		assertThat(this.server.totals).hasValue(2);
		this.server.down = true;
		sample(600);
		this.server.totals.set(0);
		sample(800);
		sample(1000);
		assertThat(this.server.totals).hasValue(2);
	}

	@Test
	void receiveInAnotherJvmPreventsStall() {
		SharedChannel<String> other = channel();
		for (int value = 0; value < 9; value++) {
			this.channel.trySend("value");
		}
		for (int time = 0; time < 30_000; time += 5000) {
			sample(time);
			assertThat(this.watch.condition().state()).isNotEqualTo(State.STALLED);
			other.tryReceive();
		}
		sample(30_000);
		sample(31_000);
		sample(45_000);
		assertThat(this.watch.condition().text()).isEqualTo("nothing received for 14s, 3 buffered");
	}

	private SharedChannel<String> channel() {
		return ChannelSupport.build(BackpressureChannel.<String>builder().name("orders").bufferSize(10),
				(name, capacity, strategy) -> this.server.buffer(name, capacity));
	}

	private void sample(long millis) {
		this.watch.sample(List.of(), Duration.ofMillis(millis).toNanos());
	}

}
