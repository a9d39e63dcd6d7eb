package io.backpressure.channel;

import java.util.EnumSet;
import java.util.Set;

/**
 * Kind of {@link SharedBuffer}, which is outside the JVM or simulated within it.
 */
public abstract class SharedBufferKind extends BufferKind {

	/**
	 * Create a kind.
	 * @param name the name of the kind in test reports
	 */
	protected SharedBufferKind(String name) {
		super(name);
	}

	/**
	 * Create a buffer.
	 * @param <T> the type of the values
	 * @param name the name of the channel; channels of other tests may have the same name
	 * @param capacity the number of values that the buffer can hold
	 * @param strategy the strategy of a send when the buffer is full
	 * @return a new, empty buffer
	 */
	protected abstract <T> SharedBuffer<T> buffer(String name, int capacity, BackpressureStrategy strategy);

	@Override
	protected <T> SharedChannel<T> build(ChannelBuilder<T> builder) {
		return ChannelSupport.build(builder, this::buffer);
	}

	@Override
	protected Set<Feature> features() {
		return EnumSet.noneOf(Feature.class);
	}

}
