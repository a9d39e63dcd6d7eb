package io.backpressure.channel;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the tasks of subscriptions: on executors that fail or delay them, and on an
 * almost exhausted stack.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubscriptionTests {

	private static final int VALUES = 200;

	private static final int CALLS = 300;

	private static final int TURNS = 100;

	private int calls;

	/** Let checks of the stack reserve as little as in a JVM that has run for long. */
	@BeforeAll
	static void useReserveOfCompiledCode() {
		for (int call = 0; call < 100_000; call++) {
			StackReserve.check();
		}
	}

	@Test
	void signalsAreSerialIfExecutorAcceptsAndThrows() throws Exception {
		BackpressureChannel<Object> channel = BackpressureChannel.builder().bufferSize(VALUES).executor((task) -> {
			ThreadKind.PLATFORM.start(task);
			throw new RejectedExecutionException();
		}).build();
		for (int value = 0; value < VALUES; value++) {
			channel.send(value);
		}
		channel.close();
		Collector subscriber = new Collector(VALUES);
		channel.publisher().subscribe(subscriber);
		Poll.until(subscriber::hasEnded);
		assertThat(subscriber.overlap).isFalse();
		assertThat(subscriber.values).hasSize(VALUES);
	}

	@ParameterizedTest
	@EnumSource
	void requestWithoutStackLeavesSubscriptionUsable(AsyncStackOverflowTests.Tasks tasks) throws Exception {
		BackpressureChannel<Object> channel = tasks.channel();
		Collector subscriber = new Collector(0);
		channel.publisher().subscribe(subscriber);
		AtomicInteger requested = new AtomicInteger();
		run(() -> callAtEachDepth(() -> {
			subscriber.request();
			requested.incrementAndGet();
		}));
		subscriber.request();
		for (int value = 0; value <= requested.get(); value++) {
			channel.send(value);
		}
		Poll.until(() -> channel.size() == 0);
		channel.close();
		Poll.until(subscriber::hasEnded);
		assertThat(subscriber.values).hasSize(requested.get() + 1);
	}

	@Test
	void valueReceivedBeforeCancellationIsPublished() throws Exception {
		Queue<Runnable> tasks = new ArrayDeque<>();
		BackpressureChannel<Object> channel = BackpressureChannel.builder().bufferSize(1).executor(tasks::add).build();
		Collector subscriber = new Collector(1);
		channel.publisher().subscribe(subscriber);
		tasks.remove().run();
		assertThat(channel.waitingReceivers()).isOne();
		channel.send(1);
		tasks.remove().run(); // receives the value
		assertThat(channel.stats().receiveCount()).isOne();
		subscriber.cancel();
		assertThat(subscriber.values).isEmpty();
		while (!tasks.isEmpty()) {
			tasks.remove().run();
		}
		assertThat(subscriber.values).containsExactly(1);
	}

	private void run(Runnable dive) throws InterruptedException {
		Thread thread = new Thread(null, dive, "deep", 256 * 1024);
		thread.start();
		thread.join();
	}

	/** Use up the stack, then make a call at each depth on the way back. */
	private void callAtEachDepth(Runnable call) {
		try {
			callAtEachDepth(call);
		}
		catch (StackOverflowError ex) {
			// the stack is exhausted: begin to return
		}
		if (this.calls < CALLS) {
			this.calls++;
			try {
				call.run();
			}
			catch (StackOverflowError ex) {
				// the call had no effect
			}
		}
	}

	/** Subscriber that collects its values and detects overlapping signals. */
	private static final class Collector implements Flow.Subscriber<Object> {

		final List<Object> values = new CopyOnWriteArrayList<>();

		private final AtomicBoolean signalled = new AtomicBoolean();

		private final long first;

		private volatile Flow.@Nullable Subscription subscription;

		volatile boolean overlap;

		private volatile boolean ended;

		Collector(long first) {
			this.first = first;
		}

		void request() {
			Flow.Subscription subscription = this.subscription;
			if (subscription != null) {
				subscription.request(1);
			}
		}

		void cancel() {
			Flow.Subscription subscription = this.subscription;
			if (subscription != null) {
				subscription.cancel();
			}
		}

		boolean hasEnded() {
			return this.ended;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription = subscription;
			if (this.first > 0) {
				subscription.request(this.first);
			}
		}

		@Override
		public void onNext(Object value) {
			if (!this.signalled.compareAndSet(false, true)) {
				this.overlap = true;
			}
			for (int turn = 0; turn < TURNS && !this.overlap; turn++) {
				Thread.yield(); // gives another thread time to signal as well
			}
			this.values.add(value);
			this.signalled.set(false);
		}

		@Override
		public void onError(Throwable failure) {
			this.ended = true;
		}

		@Override
		public void onComplete() {
			this.ended = true;
		}

	}

}
