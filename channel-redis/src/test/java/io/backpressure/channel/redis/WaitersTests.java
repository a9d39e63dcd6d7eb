package io.backpressure.channel.redis;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.CancellationToken;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Tests for threads that wait for events from Redis.
 */
class WaitersTests {

	@Test
	void poolCompensatesForWaitingWorkers() throws Exception {
		Waiters waiters = new Waiters();
		waiters.foundNothing(waiters.events());
		ForkJoinPool pool = new ForkJoinPool(1);
		ForkJoinTask<?> waiting = pool.submit(() -> {
			waiters.await(Long.MAX_VALUE, CancellationToken.NONE);
			return null;
		});
		Awaitility.await().until(() -> waiters.size() == 1);
		pool.submit(waiters::event).get(60, TimeUnit.SECONDS);
		waiting.get(60, TimeUnit.SECONDS);
		pool.shutdown();
	}

}
