package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for waits of fork-join workers.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForkJoinTests {

	private static final int TASKS = 3;

	private final ForkJoinPool pool = new ForkJoinPool(1);

	@Test
	void poolCompensatesForWorkersWaitingForValues() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(1);
		List<ForkJoinTask<Integer>> receivers = new ArrayList<>();
		for (int task = 0; task < TASKS; task++) {
			receivers.add(this.pool.submit(() -> channel.receive()));
		}
		Poll.until(() -> channel.waitingReceivers() == TASKS);
		ForkJoinTask<?> sender = this.pool.submit(() -> {
			for (int value = 0; value < TASKS; value++) {
				channel.send(value);
			}
			return null;
		});
		sender.get(2, TimeUnit.MINUTES);
		for (ForkJoinTask<Integer> receiver : receivers) {
			assertThat(receiver.get(2, TimeUnit.MINUTES)).isBetween(0, TASKS);
		}
		this.pool.shutdown();
	}

	@Test
	void poolCompensatesForWorkersWaitingForRoom() throws Exception {
		BackpressureChannel<Integer> channel = BackpressureChannel.create(1);
		ForkJoinTask<?> sender = this.pool.submit(() -> {
			for (int value = 0; value < TASKS; value++) {
				channel.send(value);
			}
			return null;
		});
		Poll.until(() -> channel.waitingSenders() == 1);
		ForkJoinTask<Integer> receiver = this.pool.submit(() -> {
			int last = 0;
			for (int value = 0; value < TASKS; value++) {
				last = channel.receive();
			}
			return last;
		});
		assertThat(receiver.get(2, TimeUnit.MINUTES)).isEqualTo(TASKS - 1);
		sender.get(2, TimeUnit.MINUTES);
		this.pool.shutdown();
	}

}
