package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Warm-up that runs the code of a channel before the first channel is created.
 * <p>
 * It links the variable handles and initializes the classes that calls use. If this were
 * left to the first call, and that call began with little stack left, it could fail with
 * a {@link StackOverflowError}: linking needs more stack than the call itself. A class
 * whose initialization has failed in this way can never be used again.
 */
final class Warmup {

	private static final int CAPACITY = 4;

	private Warmup() {
	}

	static void run() {
		ChannelName name = ChannelName.of("warm-up");
		ChannelSettings settings = new ChannelSettings(name, CAPACITY, CAPACITY, BackpressureStrategy.DROP_OLDEST,
				WaitLimit.FOREVER, WaitLimit.FOREVER, false, WaitLimit.FOREVER, CallExecutor.DEFAULT);
		RingChannel<Object> channel = new RingChannel<>(settings, new Callbacks<>(name), 0);
		channel.offerRun(new Object[] { 1, 2 }, 0);
		for (int value = 0; value < CAPACITY; value++) {
			channel.trySend(value);
		}
		channel.tryReceive();
		channel.poll(new ArrayList<>(), 2);
		channel.purge();
		channel.receivers.queue.leave(channel.receivers.queue.join());
		channel.receivers.queue.signal();
		channel.statistics.receiveTimes.begin();
		channel.statistics.receiveTimes.end(CallTimes.FAILED);
		RingActivity.unwatch(channel);
		channel.stats();
		channel.close();
		initialize(ActivityClock.class, AsyncCall.Outcome.class, CancellationToken.class, RingExpiry.class, Spin.class,
				ThreadLocalRandom.class);
	}

	private static void initialize(Class<?>... types) {
		try {
			for (Class<?> type : types) {
				MethodHandles.lookup().ensureInitialized(type);
			}
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
