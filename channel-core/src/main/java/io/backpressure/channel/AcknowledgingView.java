package io.backpressure.channel;

import org.jspecify.annotations.Nullable;

/**
 * A channel on a buffer outside this JVM, received from without acknowledging.
 *
 * @param <T> the type of the values
 */
final class AcknowledgingView<T> extends BufferView<T, Received<T>> {

	AcknowledgingView(TransportChannel<T> channel) {
		super(channel, new Callbacks<>(channel.settings.name()));
	}

	@Override
	@Nullable Received<T> take() {
		return this.buffer.take();
	}

	@Override
	SendResult offer(Received<T> value, boolean timed) {
		throw onlyReceives();
	}

	@Override
	SendResult offerEvicting(Received<T> value) {
		throw onlyReceives();
	}

	@Override
	@Nullable Received<T> discard(long end) {
		throw onlyReceives();
	}

	@Override
	long awaitRoom(long now, long nanos, CancellationToken token) {
		throw onlyReceives();
	}

	@Override
	void closeBuffer() {
		throw onlyReceives();
	}

	private static UnsupportedOperationException onlyReceives() {
		return new UnsupportedOperationException("This view only receives");
	}

}
