package io.backpressure.channel.benchmarks.async;

import java.util.concurrent.CompletableFuture;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.benchmarks.peer.Handoff;

/**
 * Handoff by asynchronous calls of a channel. A call fails unless its future is complete
 * when the call returns.
 */
final class ChannelCalls implements Handoff {

	private final BackpressureChannel<Integer> channel;

	ChannelCalls(int capacity) {
		this.channel = BackpressureChannel.create(capacity);
	}

	@Override
	public void put(Integer value) {
		if (completed(this.channel.sendAsync(value)) != SendResult.SENT) {
			throw new IllegalStateException("The value was not sent");
		}
	}

	@Override
	public Integer take() {
		return completed(this.channel.receiveAsync());
	}

	private static <T> T completed(CompletableFuture<T> future) {
		if (!future.isDone()) {
			throw new IllegalStateException("The call did not complete at once");
		}
		return future.join();
	}

}
