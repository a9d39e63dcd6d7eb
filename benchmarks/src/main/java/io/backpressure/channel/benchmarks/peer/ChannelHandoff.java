package io.backpressure.channel.benchmarks.peer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SendResult;
import org.jspecify.annotations.Nullable;

/**
 * Handoff through a channel with the default settings of
 * {@link BackpressureChannel#create}.
 */
final class ChannelHandoff implements Polling {

	private final BackpressureChannel<Integer> channel;

	ChannelHandoff(int capacity) {
		this.channel = BackpressureChannel.create(capacity);
	}

	@Override
	public void put(Integer value) throws InterruptedException {
		this.channel.send(value);
	}

	@Override
	public Integer take() throws InterruptedException {
		return this.channel.receive();
	}

	@Override
	public boolean offer(Integer value) {
		return this.channel.trySend(value) == SendResult.SENT;
	}

	@Override
	public @Nullable Integer poll() {
		return this.channel.tryReceive();
	}

}
