package io.backpressure.channel.benchmarks.select;

import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelSelect;
import io.backpressure.channel.benchmarks.peer.Handoff;

/**
 * Handoff through several channels with a fair {@link ChannelSelect}.
 */
final class ChannelSelectHandoff implements Handoff {

	private final List<BackpressureChannel<Integer>> channels;

	private final ChannelSelect<Integer> select;

	private int next;

	@SuppressWarnings({ "unchecked", "rawtypes" }) // a generic array
	ChannelSelectHandoff(int channels, int capacity) {
		this.channels = Stream.generate(() -> BackpressureChannel.<Integer>create(capacity)).limit(channels).toList();
		this.select = ChannelSelect.fair(this.channels.toArray(new ChannelReceiver[0]));
	}

	@Override
	public void put(Integer value) throws InterruptedException {
		this.channels.get(this.next).send(value);
		this.next = (this.next + 1) % this.channels.size();
	}

	@Override
	public Integer take() throws InterruptedException {
		return this.select.receive().value();
	}

}
