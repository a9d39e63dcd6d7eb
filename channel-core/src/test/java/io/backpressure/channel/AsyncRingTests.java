package io.backpressure.channel;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for asynchronous calls of the channel in memory.
 */
class AsyncRingTests {

	private final BackpressureChannel<Object> channel = BackpressureChannel.create(1);

	@Test
	void callThatNeedNotWaitReturnsCompleteFuture() {
		assertThat(this.channel.sendAsync(1)).isCompletedWithValue(SendResult.SENT);
		assertThat(this.channel.receiveAsync()).isCompletedWithValue(1);
	}

	@Test
	void onBlockRunsOnCallingThreadBeforeTheWait() {
		List<Thread> threads = new ArrayList<>();
		BackpressureChannel<Integer> full = BackpressureChannel.<Integer>builder()
			.bufferSize(1)
			.onBlock(() -> threads.add(Thread.currentThread()))
			.build();
		full.trySend(1);
		full.sendAsync(2);
		assertThat(threads).containsExactly(Thread.currentThread());
	}

	@Test
	void threadsAndCallsAreServedInOrder() throws Exception {
		this.channel.send(0);
		List<TestThread<Void>> threads = new ArrayList<>();
		List<Integer> expected = new ArrayList<>(List.of(0));
		for (int value = 1; value <= 12; value++) {
			if (value % 3 == 0) {
				int sent = value;
				threads.add(TestThread.run(() -> this.channel.send(sent)).awaitParked());
			}
			else {
				this.channel.sendAsync(value);
			}
			expected.add(value);
		}
		List<Object> received = new ArrayList<>();
		for (int turn = 0; turn <= 12; turn++) {
			received.add(this.channel.receive());
			int left = 12 - received.size();
			Poll.until(() -> this.channel.waitingSenders() <= left + 1 && this.channel.size() == ((left < 0) ? 0 : 1));
		}
		assertThat(received).isEqualTo(expected);
		TestThread.joinAll(threads);
	}

	@Test
	void callsWokenInVainQueueAgain() throws Exception {
		Queue<Runnable> tasks = new ArrayDeque<>();
		BackpressureChannel<Integer> stepped = BackpressureChannel.<Integer>builder()
			.bufferSize(1)
			.executor(tasks::add)
			.build();
		CompletableFuture<Integer> first = stepped.receiveAsync();
		CompletableFuture<Integer> second = stepped.receiveAsync();
		for (int value = 1; value <= 4; value++) { // wakes the two calls in turn
			stepped.send(value);
			assertThat(stepped.tryReceive()).isEqualTo(value);
			tasks.remove().run();
		}
		stepped.send(5);
		tasks.remove().run();
		stepped.send(6);
		tasks.remove().run();
		assertThat(first).isCompletedWithValue(5);
		assertThat(second).isCompletedWithValue(6);
		assertThat(tasks).isEmpty();
	}

	@Test
	void cancelledDependentStageKeepsCallPending() throws Exception {
		CompletableFuture<Object> future = this.channel.receiveAsync();
		assertThat(future.copy().cancel(false)).isTrue();
		assertThat(future.thenApply((value) -> value).cancel(false)).isTrue();
		this.channel.send(1);
		assertThat(Futures.get(future)).isEqualTo(1);
	}

	@Test
	void resultCannotBeReplaced() {
		CompletableFuture<Object> future = this.channel.receiveAsync();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> future.obtrudeValue(1))
			.withMessageContaining("cannot be replaced");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> future.obtrudeException(new IllegalStateException()));
	}

	@Test
	void cancelledCallRetainsNothing() {
		this.channel.trySend(1);
		WeakReference<Object> value = new WeakReference<>(new Object());
		CancellationSource source = CancellationSource.create();
		CompletableFuture<SendResult> future = this.channel.sendAsync(value.get(), source.token());
		WeakReference<Object> call = new WeakReference<>(future);
		future.cancel(false);
		future = null;
		Poll.until(() -> {
			System.gc();
			return value.get() == null && call.get() == null;
		});
		assertThat(source.token().isCancelled()).isFalse();
		assertThat(this.channel.waitingSenders()).isZero();
	}

	@Test
	void callsAreCollectedWithTheirChannel() {
		BackpressureChannel<Object> unused = BackpressureChannel.create(1);
		WeakReference<Object> call = new WeakReference<>(unused.receiveAsync());
		assertThat(unused.waitingReceivers()).isEqualTo(1);
		unused = null;
		Poll.until(() -> {
			System.gc();
			return call.get() == null;
		});
	}

}
