package io.backpressure.channel;

/**
 * The implementations of a channel's buffer: each has to pass every test of the contract.
 */
enum BufferKind {

	LOCKED(LockedChannel::new),

	RING(RingChannel::new);

	private final ChannelBuilder.Factory factory;

	BufferKind(ChannelBuilder.Factory factory) {
		this.factory = factory;
	}

	<T> BackpressureChannel<T> build(ChannelBuilder<T> builder) {
		return builder.build(this.factory);
	}

	/** A channel named {@code test} without callbacks or timeouts. */
	<T> BackpressureChannel<T> channel(BackpressureStrategy strategy, int capacity) {
		return build(BackpressureChannel.<T>builder().name("test").strategy(strategy).bufferSize(capacity));
	}

	/** A full channel that makes senders wait; holds 0, 1, 2... */
	BackpressureChannel<Integer> full(int capacity) {
		return filled(channel(BackpressureStrategy.BLOCK, capacity));
	}

	/** Send 0, 1, 2... until the channel is full. */
	static BackpressureChannel<Integer> filled(BackpressureChannel<Integer> channel) {
		for (int value = 0; value < channel.capacity(); value++) {
			channel.trySend(value);
		}
		return channel;
	}

}
