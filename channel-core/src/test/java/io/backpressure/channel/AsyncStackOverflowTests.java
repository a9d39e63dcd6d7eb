package io.backpressure.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for pending asynchronous calls that are woken up by a thread with an almost
 * exhausted stack.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsyncStackOverflowTests {

	private static final int ROUNDS = 5;

	private static final int CALLS = 300;

	private static final int CAPACITY = 3;

	/** An array, since there might be no stack to call a method that adds an element. */
	private final @Nullable Object[] results = new Object[ROUNDS * CALLS];

	private final Object[] values = IntStream.range(0, ROUNDS * CALLS).boxed().toArray();

	private final List<CompletableFuture<?>> pending = new ArrayList<>();

	private int next;

	private int calls;

	@ParameterizedTest
	@EnumSource
	void stackOverflowLosesNoPendingReceive(Tasks tasks) throws Exception {
		BackpressureChannel<Object> channel = tasks.channel();
		for (int round = 0; round < ROUNDS; round++) {
			while (channel.waitingReceivers() <= CALLS) {
				this.pending.add(channel.receiveAsync());
			}
			run(() -> sendAtEachDepth(channel));
			Poll.until(() -> channel.size() == 0);
		}
		Set<Object> received = endPending(channel);
		ChannelStats stats = channel.stats();
		assertThat(Arrays.stream(this.results).filter(SendResult.SENT::equals)).hasSize((int) stats.sendCount());
		assertThat(received).hasSize((int) stats.receiveCount());
		assertThat(stats.sendCount()).isEqualTo(received.size());
	}

	@ParameterizedTest
	@EnumSource
	void stackOverflowLosesNoPendingSend(Tasks tasks) throws Exception {
		BackpressureChannel<Object> channel = tasks.channel();
		int number = 0;
		for (int round = 0; round < ROUNDS; round++) {
			while (channel.waitingSenders() <= CALLS) {
				Object value = number++;
				this.pending.add(channel.sendAsync(value).thenApply((result) -> value));
			}
			run(() -> receiveAtEachDepth(channel));
			Poll.until(() -> channel.size() == CAPACITY);
		}
		Set<Object> sent = endPending(channel);
		Set<Object> received = new HashSet<>(Drain.of(channel));
		Arrays.stream(this.results).filter(Objects::nonNull).forEach(received::add);
		assertThat(received).isEqualTo(sent);
		assertThat(channel.stats().receiveCount()).isEqualTo(received.size());
	}

	/**
	 * Close the channel. Returns the results of the calls that were served before that.
	 */
	private Set<Object> endPending(BackpressureChannel<Object> channel) {
		channel.close();
		Poll.until(() -> this.pending.stream().allMatch(CompletableFuture::isDone));
		Set<Object> results = new HashSet<>();
		for (CompletableFuture<?> future : this.pending) {
			if (future.isCompletedExceptionally()) {
				assertThatExceptionOfType(Exception.class).isThrownBy(future::get)
					.withCauseInstanceOf(ChannelClosedException.class);
			}
			else {
				assertThat(results.add(future.join())).isTrue();
			}
		}
		return results;
	}

	private void run(Runnable dive) throws InterruptedException {
		this.calls = 0;
		Thread thread = new Thread(null, dive, "deep", 256 * 1024);
		thread.start();
		thread.join();
	}

	/** Use up the stack, then send a value at each depth on the way back. */
	private void sendAtEachDepth(BackpressureChannel<Object> channel) {
		try {
			sendAtEachDepth(channel);
		}
		catch (StackOverflowError ex) {
			// the stack is exhausted: begin to return
		}
		if (this.calls < CALLS) {
			this.calls++;
			int call = this.next++;
			try {
				this.results[call] = channel.trySend(this.values[call]);
			}
			catch (StackOverflowError ex) {
				// no value was moved
			}
		}
	}

	private void receiveAtEachDepth(BackpressureChannel<Object> channel) {
		try {
			receiveAtEachDepth(channel);
		}
		catch (StackOverflowError ex) {
			// the stack is exhausted: begin to return
		}
		if (this.calls < CALLS) {
			this.calls++;
			int call = this.next++;
			try {
				this.results[call] = channel.tryReceive();
			}
			catch (StackOverflowError ex) {
				// no value was moved
			}
		}
	}

	/** Executor of a channel: the default, one that works, or one that fails. */
	enum Tasks {

		DEFAULT(null), CALLER(Runnable::run), REJECTS((task) -> {
			throw new RejectedExecutionException();
		}), WITHOUT_STACK((task) -> {
			throw new StackOverflowError();
		}), WITHOUT_MEMORY((task) -> {
			throw new OutOfMemoryError();
		}), ACCEPTS_AND_THROWS((task) -> {
			ForkJoinPool.commonPool().execute(task);
			throw new OutOfMemoryError();
		});

		private final @Nullable Executor executor;

		Tasks(@Nullable Executor executor) {
			this.executor = executor;
		}

		BackpressureChannel<Object> channel() {
			ChannelBuilder<Object> builder = BackpressureChannel.builder().bufferSize(CAPACITY);
			return (this.executor != null) ? builder.executor(this.executor).build() : builder.build();
		}

	}

}
