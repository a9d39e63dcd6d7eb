package io.backpressure.channel;

import java.util.function.Function;

/**
 * Ways of building channels that only the authors of libraries need: on a buffer outside
 * this JVM, or for values in an envelope. An application uses
 * {@link BackpressureChannel#builder()}.
 */
public final class ChannelSupport {

	private ChannelSupport() {
	}

	/**
	 * Build a channel on a buffer outside this JVM.
	 * @param <T> the type of the values
	 * @param builder the settings and callbacks of the channel
	 * @param buffers creates the buffer, with the settings that concern it
	 * @return a new channel
	 * @throws IllegalStateException if no buffer size was set, or
	 * {@link ChannelBuilder#measureBufferWait(boolean)} was, which is for buffers in
	 * memory
	 */
	public static <T> SharedChannel<T> build(ChannelBuilder<T> builder, SharedBuffer.Factory<T> buffers) {
		return builder.buildOn(buffers);
	}

	/**
	 * Return a builder with the settings of another one, for a channel whose values wrap
	 * those: it sends something along with each value. The callbacks that are set so far
	 * receive the values without their wrapping.
	 * @param <T> the type of the values
	 * @param <W> the type of the wrapped values
	 * @param builder the settings and callbacks of the channel
	 * @param unwrap takes the wrapping off a value
	 * @return a new builder, independent of the other one
	 */
	public static <T, W> ChannelBuilder<W> wrapping(ChannelBuilder<T> builder,
			Function<? super W, ? extends T> unwrap) {
		return builder.wrapped(unwrap);
	}

}
