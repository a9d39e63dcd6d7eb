package io.backpressure.channel;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * Publisher of the values that its subscribers receive from a channel.
 *
 * @param <V> the type of the values in the channel
 * @param <T> the type of the published values
 */
final class ChannelPublisher<V, T> implements Flow.Publisher<T> {

	private final ReceivingChannel<V> channel;

	private final Function<? super V, ? extends T> mapping;

	/**
	 * Create a publisher.
	 * @param mapping maps each received value to the one to publish, and must not fail
	 */
	ChannelPublisher(ReceivingChannel<V> channel, Function<? super V, ? extends T> mapping) {
		this.channel = channel;
		this.mapping = mapping;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super T> subscriber) {
		Objects.requireNonNull(subscriber, "subscriber must not be null");
		new ChannelSubscription<>(this.channel, this.mapping, subscriber).begin();
	}

}
