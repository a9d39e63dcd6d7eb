package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for spinning, yielding and backing off.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpinTests {

	@ParameterizedTest
	@EnumSource(ThreadKind.class)
	void interruptedBackOffYieldsToAwaitedThread(ThreadKind kind) {
		kind.assumeAvailable();
		AtomicBoolean step = new AtomicBoolean();
		List<TestThread<Boolean>> waiting = new ArrayList<>();
		for (int thread = 0; thread < 2 * Runtime.getRuntime().availableProcessors(); thread++) {
			waiting.add(TestThread.call(kind, () -> {
				Thread.currentThread().interrupt();
				for (int turn = 0; !step.get(); turn++) {
					Spin.backOff(turn);
				}
				return Thread.interrupted();
			}));
		}
		TestThread<Void> awaited = TestThread.run(kind, () -> step.set(true));
		Poll.until(awaited::isDone);
		Poll.until(() -> waiting.stream().allMatch(TestThread::isDone));
		assertThat(waiting).allSatisfy((thread) -> assertThat(thread.result()).isTrue());
	}

	@Test
	void spinningLeavesOneProcessorFree() {
		int granted = 0;
		while (Spin.begin()) {
			granted++;
		}
		for (int turn = 0; turn < granted; turn++) {
			Spin.end();
		}
		assertThat(granted).isEqualTo(Runtime.getRuntime().availableProcessors() - 1);
	}

	@Test
	void costlyYieldBansFurtherYields() {
		long now = System.nanoTime();
		Spin.recordYield(2_000_000, now, 1_999);
		assertThat(Spin.mayYield(now)).isFalse();
		assertThat(Spin.mayYield(now + 64 * 2_000_000)).isFalse();
		assertThat(Spin.mayYield(now + 64 * 2_000_000 + 1)).isTrue();
	}

	@Test
	void shortOrUsefulYieldCausesNoBan() {
		long now = Spin.yieldProcessor() + TimeUnit.DAYS.toNanos(1); // past any ban
		Spin.recordYield(1_000_000, now, 0);
		Spin.recordYield(2_000_000, now, 2_000);
		assertThat(Spin.mayYield(now)).isTrue();
	}

}
