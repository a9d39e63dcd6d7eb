package io.backpressure.channel;

import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Channel of a {@link ChannelSelect}.
 *
 * @param <V> the type of the values in the channel
 * @param <T> the type of the received values
 */
final class SelectSource<V, T> {

	private final ChannelReceiver<T> receiver;

	private final ReceivingChannel<V> channel;

	private final Function<? super V, ? extends T> mapping;

	/** Set once the channel is known to be closed and drained. */
	private volatile boolean drained;

	private SelectSource(ChannelReceiver<T> receiver, ReceivingChannel<V> channel,
			Function<? super V, ? extends T> mapping) {
		this.receiver = receiver;
		this.channel = channel;
		this.mapping = mapping;
	}

	static <T> SelectSource<?, T> of(ChannelReceiver<T> receiver) {
		Objects.requireNonNull(receiver, "receiver must not be null");
		ChannelReceiver<T> origin = receiver;
		while (origin instanceof ChannelSupport.Delegating<T> delegating) {
			origin = delegating.receiver();
		}
		if (origin instanceof ReceivingChannel<T> channel) {
			return new SelectSource<>(receiver, channel, Function.identity());
		}
		if (origin instanceof UnwrappingReceiver<?, T> unwrapping) {
			return of(receiver, unwrapping);
		}
		throw new IllegalArgumentException("A select waits in the queues of channels built by ChannelBuilder, but got "
				+ receiver + ": pass the channel itself instead of a mock, proxy or other implementation");
	}

	private static <V, T> SelectSource<V, T> of(ChannelReceiver<T> receiver, UnwrappingReceiver<V, T> unwrapping) {
		return new SelectSource<>(receiver, unwrapping.channel, unwrapping.unwrap);
	}

	ChannelReceiver<T> receiver() {
		return this.receiver;
	}

	String channelName() {
		return this.channel.channelName();
	}

	boolean isDrained() {
		if (!this.drained && this.channel.drained()) {
			this.drained = true;
		}
		return this.drained;
	}

	@Nullable Throwable cause() {
		return this.channel.closing.exception().getCause();
	}

	/** Join the queue of the channel, unless it is drained. */
	void join(SelectWait wait) {
		StackReserve.check();
		wait.add(this.drained ? null : this.channel.joinReceivers(wait));
	}

	@Nullable T poll(Attempt attempt) {
		return map(this.drained ? null : this.channel.poll(attempt, ReceivingChannel.CLOCK_NOT_READ));
	}

	/** Try the channel after a wait from {@code start} to {@code now}. */
	@Nullable T pollWaiting(long start, long now) {
		if (this.drained) {
			return null;
		}
		CallTimes times = this.channel.statistics.receiveTimes;
		times.begin();
		V value = null;
		try {
			value = this.channel.poll(Attempt.FURTHER, now);
		}
		finally {
			times.end((value != null) ? this.channel.statistics.ended(now) - start : CallTimes.FAILED);
		}
		return map(value);
	}

	private @Nullable T map(@Nullable V value) {
		return (value != null) ? this.mapping.apply(value) : null;
	}

}
