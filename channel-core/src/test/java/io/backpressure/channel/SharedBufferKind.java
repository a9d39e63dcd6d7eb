package io.backpressure.channel;

import java.util.EnumSet;
import java.util.Set;

/**
 * Buffers outside the JVM, or that are used as if they were.
 */
public abstract class SharedBufferKind extends BufferKind {

	/**
	 * Create a kind.
	 * @param name what the tests are reported with
	 */
	protected SharedBufferKind(String name) {
		super(name);
	}

	/**
	 * Create a buffer.
	 * @param <T> the type of the values
	 * @param name the name of the channel, which others have too
	 * @param capacity how many values it holds
	 * @param strategy what a send does when it is full
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
