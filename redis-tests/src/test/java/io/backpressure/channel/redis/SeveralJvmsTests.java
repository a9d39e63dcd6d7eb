package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.SharedChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with two sending and two receiving JVMs, on one channel of each strategy. The
 * tests are not part of the build, since the JVMs start slowly while other tests run.
 */
@Tag("stress")
@Timeout(value = 1200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeveralJvmsTests {

	private static final long END = 100_000;

	private static final Duration LONGEST = Duration.ofMinutes(8);

	private static final BackpressureStrategy[] STRATEGIES = BackpressureStrategy.values();

	private final String prefix = "jvms-" + UUID.randomUUID() + "-";

	private final TestServer server = TestServer.with();

	private final TestInstance here = new TestInstance(this.server,
			new RedisChannelSettings("bpc", InstanceMain.VISIBILITY, 1000, Duration.ofMinutes(1)));

	private final List<TestJvm> senders = new ArrayList<>();

	private final List<TestJvm> receivers = new ArrayList<>();

	@BeforeEach
	void start() {
		this.senders.add(TestJvm.sender(this.server, this.prefix, 0, END / 2, STRATEGIES));
		this.senders.add(TestJvm.sender(this.server, this.prefix, END / 2, END, STRATEGIES));
		this.receivers.add(TestJvm.receiver(this.server, this.prefix, STRATEGIES));
		this.receivers.add(TestJvm.receiver(this.server, this.prefix, STRATEGIES));
	}

	@AfterEach
	void end() {
		jvms().forEach(TestJvm::close);
		this.here.close();
		this.server.close();
	}

	@Test
	void capacityIsKeptAndNoValueIsLostOrDuplicated() throws Exception {
		List<SharedChannel<Long>> channels = Stream.of(STRATEGIES).map(this::channel).toList();
		jvms().forEach(TestJvm::awaitReady);
		AtomicInteger samples = new AtomicInteger();
		CompletableFuture<int[]> largest = CompletableFuture.supplyAsync(() -> largestSizes(channels, samples));
		long start = System.nanoTime();
		this.senders.forEach(TestJvm::go);
		Awaitility.await()
			.atMost(LONGEST)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> channels.stream().allMatch((channel) -> channel.size() == InstanceMain.CAPACITY));
		this.receivers.forEach(TestJvm::go);
		for (TestJvm sender : this.senders) {
			sender.awaitEnd(LONGEST);
		}
		channels.forEach(SharedChannel::close);
		for (TestJvm receiver : this.receivers) {
			receiver.awaitEnd(LONGEST);
		}
		long millis = (System.nanoTime() - start) / 1_000_000;
		int[] sizes = largest.join();
		AcceptanceForm.report("2 + 2 JVMs: %,d values on each of 4 channels in %,d ms; largest sizes %s in %,d samples",
				END, millis, Arrays.toString(sizes), samples.get());
		assertThat(sizes).containsOnly(InstanceMain.CAPACITY);
		for (BackpressureStrategy strategy : STRATEGIES) {
			assertEveryValueIsAccountedForOnce(strategy);
		}
		assertOrderOfEachSendingThread();
	}

	private void assertEveryValueIsAccountedForOnce(BackpressureStrategy strategy) {
		List<Long> sent = values(this.senders, Journal.Kind.SENT, strategy);
		List<Long> rejected = values(this.senders, Journal.Kind.REJECTED, strategy);
		List<Long> dropped = values(this.senders, Journal.Kind.DROPPED, strategy);
		List<Long> received = values(this.receivers, Journal.Kind.RECEIVED, strategy);
		AcceptanceForm.report("2 + 2 JVMs: %s: sent %,d = received %,d + dropped %,d; rejected %,d", strategy,
				sent.size(), received.size(), dropped.size(), rejected.size());
		assertThat(received).isNotEmpty();
		assertThat(sorted(sent, rejected)).isEqualTo(LongStream.range(0, END).boxed().toList());
		assertThat(sorted(received, dropped)).isEqualTo(sorted(sent, List.of()));
		assertThat(rejected.isEmpty()).isEqualTo(strategy != BackpressureStrategy.ERROR);
		assertThat(dropped.isEmpty())
			.isEqualTo(strategy == BackpressureStrategy.ERROR || strategy == BackpressureStrategy.BLOCK);
	}

	private void assertOrderOfEachSendingThread() {
		for (TestJvm receiver : this.receivers) {
			List<Long> received = receiver.values(Journal.Kind.RECEIVED, BackpressureStrategy.BLOCK);
			for (long sender = 0; sender < 4; sender++) {
				long first = sender * END / 4;
				assertThat(received.stream().filter((value) -> value >= first && value < first + END / 4)).isSorted();
			}
		}
	}

	private SharedChannel<Long> channel(BackpressureStrategy strategy) {
		return this.here.channel(this.prefix + strategy, Long.class,
				(builder) -> builder.bufferSize(InstanceMain.CAPACITY).strategy(strategy));
	}

	private static int[] largestSizes(List<SharedChannel<Long>> channels, AtomicInteger samples) {
		int[] largest = new int[channels.size()];
		while (!channels.stream().allMatch(SharedChannel::isClosed)) {
			for (int index = 0; index < largest.length; index++) {
				largest[index] = Math.max(largest[index], channels.get(index).size());
				samples.incrementAndGet();
			}
			LockSupport.parkNanos(1_000_000); // leaves server time to the other JVMs
		}
		return largest;
	}

	private Stream<TestJvm> jvms() {
		return Stream.of(this.senders, this.receivers).flatMap(List::stream);
	}

	private static List<Long> values(List<TestJvm> jvms, Journal.Kind kind, BackpressureStrategy strategy) {
		return jvms.stream().flatMap((jvm) -> jvm.values(kind, strategy).stream()).toList();
	}

	private static List<Long> sorted(List<Long> some, List<Long> others) {
		return Stream.concat(some.stream(), others.stream()).sorted().toList();
	}

}
