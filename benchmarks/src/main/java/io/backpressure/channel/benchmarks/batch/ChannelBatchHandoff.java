package io.backpressure.channel.benchmarks.batch;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;

/**
 * Handoff by the batch operations of a channel. {@code trySendAll} does not wait. If some
 * of the values do not fit, {@code send} waits for room for the next one.
 */
final class ChannelBatchHandoff implements BatchHandoff {

	private static final Duration MAX_WAIT = Duration.ofMillis(1);

	private final BackpressureChannel<Integer> channel;

	ChannelBatchHandoff(int capacity) {
		this.channel = BackpressureChannel.create(capacity);
	}

	@Override
	public void putAll(List<Integer> values) throws InterruptedException {
		int size = values.size();
		int sent = this.channel.trySendAll(values);
		while (sent < size) {
			this.channel.send(values.get(sent));
			sent++;
			sent += this.channel.trySendAll(values.subList(sent, size));
		}
	}

	@Override
	public int take(int maxSize, Consumer<Integer> action) throws InterruptedException {
		List<Integer> batch;
		do {
			batch = this.channel.receiveBatch(maxSize, MAX_WAIT);
		}
		while (batch.isEmpty());
		batch.forEach(action);
		return batch.size();
	}

}
