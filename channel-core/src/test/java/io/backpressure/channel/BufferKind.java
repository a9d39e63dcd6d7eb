package io.backpressure.channel;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Assumptions;

/**
 * An implementation of a channel's buffer: each has to pass every test of the contract.
 * {@link BufferKinds} says which are tested.
 */
public abstract class BufferKind {

	private final String name;

	/**
	 * Create a kind.
	 * @param name what the tests are reported with
	 */
	protected BufferKind(String name) {
		this.name = name;
	}

	/**
	 * Build a channel of this kind.
	 * @param <T> the type of the values, which are {@link java.io.Serializable} unless
	 * this kind has {@link Feature#REACHABILITY}
	 * @param builder the settings of the channel
	 * @return a new channel, that has nothing in common with any other
	 */
	protected abstract <T> BackpressureChannel<T> build(ChannelBuilder<T> builder);

	/**
	 * Return what this kind has of what only some have.
	 * @return the features; by default all
	 */
	protected Set<Feature> features() {
		return EnumSet.allOf(Feature.class);
	}

	/**
	 * Return the capacities with which to run the tests that run with several.
	 * @return the capacities
	 */
	protected List<Integer> capacities() {
		return Capacities.ALL;
	}

	/**
	 * Return how often to do what is done often so that threads meet, which takes too
	 * long where each call is one over the network.
	 * @param times how often it is done with a buffer in memory
	 * @return how often to do it, 1 or more; by default as often
	 */
	protected int times(int times) {
		return times;
	}

	/**
	 * Let go of what the channels of a test hold; called after each.
	 */
	protected void reset() {
	}

	final boolean has(Feature feature) {
		return features().contains(feature);
	}

	/** Skip the test, and say so, for a kind that lacks the feature. */
	final void assume(Feature feature) {
		Assumptions.assumeTrue(has(feature), () -> this + " lacks " + feature);
	}

	/** A channel named {@code test} without callbacks or timeouts. */
	final <T> BackpressureChannel<T> channel(BackpressureStrategy strategy, int capacity) {
		return build(BackpressureChannel.<T>builder().name("test").strategy(strategy).bufferSize(capacity));
	}

	/** A full channel that makes senders wait; holds 0, 1, 2... */
	final BackpressureChannel<Integer> full(int capacity) {
		return filled(channel(BackpressureStrategy.BLOCK, capacity));
	}

	/** Send 0, 1, 2... until the channel is full. */
	static BackpressureChannel<Integer> filled(BackpressureChannel<Integer> channel) {
		for (int value = 0; value < channel.capacity(); value++) {
			channel.trySend(value);
		}
		return channel;
	}

	@Override
	public final String toString() {
		return this.name;
	}

	/**
	 * What a buffer may lack by its nature.
	 */
	public enum Feature {

		/** How long values are buffered can be measured. */
		BUFFER_WAIT,

		/**
		 * A value is counted in the step that moves it, so that each snapshot of the
		 * statistics holds together. Other JVMs have statistics of their own.
		 */
		SNAPSHOTS,

		/**
		 * Values are kept as the objects they are, and nothing but its users holds the
		 * channel: the garbage collector gets what is no longer needed.
		 */
		REACHABILITY

	}

}
