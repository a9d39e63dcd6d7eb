package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import io.backpressure.channel.BackpressureChannel;

/**
 * Handoff by two chains of asynchronous calls of a channel: sends and receives.
 */
final class ChannelAsyncHandoff implements AsyncHandoff {

	private final Executor executor = Pool.create();

	private final BackpressureChannel<Integer> channel;

	ChannelAsyncHandoff(int capacity) {
		this.channel = BackpressureChannel.<Integer>builder().bufferSize(capacity).executor(this.executor).build();
	}

	@Override
	public CompletableFuture<?> send(int count, IntFunction<Integer> values) {
		return new FutureChain<>(count, (index) -> this.channel.sendAsync(values.apply(index)), (result) -> {
		}).start(this.executor);
	}

	@Override
	public CompletableFuture<?> receive(int count, Consumer<Integer> action) {
		return new FutureChain<>(count, (index) -> this.channel.receiveAsync(), action).start(this.executor);
	}

}
