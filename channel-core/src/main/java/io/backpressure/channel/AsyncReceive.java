package io.backpressure.channel;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Asynchronous receive that did not succeed at once, or that the executor attempts first.
 *
 * @param <V> the type of the values in the channel
 * @param <T> the type of the result
 */
final class AsyncReceive<V, T> extends AsyncCall<T> {

	private final ReceivingChannel<V> channel;

	private final Function<? super V, ? extends T> mapping;

	private AsyncReceive(ReceivingChannel<V> channel, long channelLimit, CancellationToken token,
			Function<? super V, ? extends T> mapping) {
		super(channel, channel.receiveCalls, "receive", channelLimit, token);
		this.channel = channel;
		this.mapping = mapping;
	}

	/**
	 * Receive a value, at once if that is possible without waiting and without overtaking
	 * another asynchronous call.
	 * @param channelLimit the channel's limit on the wait
	 * @param mapping maps the received value to the result, and must not fail
	 */
	static <V, T> CompletableFuture<T> start(ReceivingChannel<V> channel, long channelLimit, CancellationToken token,
			Function<? super V, ? extends T> mapping) {
		Throwable cancelled = Objects.requireNonNull(token, "token must not be null").cause();
		if (cancelled != null) {
			return CompletableFuture
				.failedFuture(new ChannelCancelledException(channel.channelName(), "receive", cancelled));
		}
		if (!channel.statistics.attemptsTakeTime && channel.receiveCalls.isEmpty()) {
			// allocated first, see 'Errors' in BufferedChannel
			CompletableFuture<T> done = new CompletableFuture<>();
			StackReserve.check();
			V value = channel.poll(Attempt.FIRST, ReceivingChannel.CLOCK_NOT_READ);
			if (value != null) {
				done.complete(mapping.apply(value));
				return done;
			}
		}
		return new AsyncReceive<V, T>(channel, channelLimit, token, mapping).begin();
	}

	@Override
	boolean tryOnce(Attempt attempt, long now) {
		V value = this.channel.poll(attempt, now);
		if (value != null) {
			return succeed(this.mapping.apply(value));
		}
		return this.channel.drained() && fail(this.channel.closing.exception());
	}

	@Override
	Wait join(Waiter waiter) {
		return this.channel.joinReceivers(waiter);
	}

	@Override
	void beginWait() {
		this.channel.statistics.receiveTimes.begin();
	}

	@Override
	void endWait(long nanos) {
		this.channel.statistics.receiveTimes.end(nanos);
	}

	@Override
	void report(ChannelException failure) {
		// only sends are reported
	}

}
