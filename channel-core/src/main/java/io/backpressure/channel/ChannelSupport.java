package io.backpressure.channel;

import java.util.Objects;
import java.util.function.Function;

/**
 * Factory methods for the authors of libraries: channels on a buffer outside this JVM,
 * and channels of wrapped values. An application uses
 * {@link BackpressureChannel#builder()}.
 *
 * @since 0.1.0
 */
public final class ChannelSupport {

	private ChannelSupport() {
	}

	/**
	 * Build a channel on a buffer outside this JVM.
	 * @param <T> the type of the values
	 * @param builder the settings and callbacks of the channel
	 * @param buffers the factory for the buffer
	 * @return a new channel
	 * @throws IllegalStateException if no buffer size was set, or if
	 * {@link ChannelBuilder#measureBufferWait(boolean)},
	 * {@link ChannelBuilder#maxAge(java.time.Duration)} or a
	 * {@link ChannelBuilder#maxBufferSize(int)} above the buffer size was set, which
	 * require a buffer in memory
	 */
	public static <T> SharedChannel<T> build(ChannelBuilder<T> builder, SharedBuffer.Factory<T> buffers) {
		return builder.buildOn(buffers);
	}

	/**
	 * Return a builder with the settings of another one, for a channel that wraps each
	 * value in order to attach data to it. The callbacks that are set so far receive the
	 * unwrapped values.
	 * @param <T> the type of the values
	 * @param <W> the type of the wrappers
	 * @param builder the settings and callbacks of the channel
	 * @param unwrap the function that returns the value inside a wrapper
	 * @return a new builder, independent of the other one
	 */
	public static <T, W> ChannelBuilder<W> wrapping(ChannelBuilder<T> builder,
			Function<? super W, ? extends T> unwrap) {
		return builder.wrapped(unwrap);
	}

	/**
	 * Return a receiver of the values inside the wrappers that a channel holds.
	 * @param <T> the type of the values
	 * @param <W> the type of the wrappers
	 * @param channel a channel that was built by {@link ChannelBuilder}
	 * @param unwrap the function that returns the value inside a wrapper; it must not
	 * fail, since the value is received already
	 * @return a receiver that takes its values from the channel
	 * @throws IllegalArgumentException if the channel was not built by
	 * {@link ChannelBuilder}
	 */
	public static <T, W> ChannelReceiver<T> unwrapping(ChannelReceiver<W> channel,
			Function<? super W, ? extends T> unwrap) {
		Objects.requireNonNull(unwrap, "unwrap must not be null");
		if (Objects.requireNonNull(channel, "channel must not be null") instanceof ReceivingChannel<W> receiving) {
			return new UnwrappingReceiver<>(receiving, unwrap);
		}
		throw new IllegalArgumentException("channel must be built by ChannelBuilder, but is " + channel);
	}

	/**
	 * Receiver that takes its values from another one. A {@link ChannelSelect} that is
	 * given this receiver uses the other one instead.
	 *
	 * @param <T> the type of the values
	 */
	public interface Delegating<T> extends ChannelReceiver<T> {

		/**
		 * Return the receiver that the values come from.
		 * @return a channel built by {@link ChannelBuilder}, or a receiver returned by
		 * {@link ChannelSupport#unwrapping}
		 */
		ChannelReceiver<T> receiver();

	}

}
