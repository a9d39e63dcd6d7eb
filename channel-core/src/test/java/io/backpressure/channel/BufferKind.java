package io.backpressure.channel;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Assumptions;

/**
 * Implementation of a channel's buffer under test. Each kind has to pass every test of
 * the contract suite, except the tests of an optional feature that the kind lacks.
 * {@link BufferKinds} selects the kinds to test.
 */
public abstract class BufferKind {

	private final String name;

	/**
	 * Create a kind.
	 * @param name the name of the kind in test reports
	 */
	protected BufferKind(String name) {
		this.name = name;
	}

	/**
	 * Build a channel of this kind.
	 * @param <T> the type of the values, which are {@link java.io.Serializable} unless
	 * this kind has {@link Feature#REACHABILITY}
	 * @param builder the settings of the channel
	 * @return a new channel, which shares nothing with any other
	 */
	protected abstract <T> BackpressureChannel<T> build(ChannelBuilder<T> builder);

	/**
	 * Return the optional features that this kind has.
	 * @return the features, by default all
	 */
	protected Set<Feature> features() {
		return EnumSet.allOf(Feature.class);
	}

	/**
	 * Return the capacities for the tests that run once with each capacity.
	 * @return the capacities
	 */
	protected List<Integer> capacities() {
		return Capacities.ALL;
	}

	/**
	 * Return a count for a test that provokes races between threads, such as its number
	 * of rounds, threads or values. A kind whose calls go over the network reduces the
	 * count.
	 * @param times the count for a buffer in memory
	 * @return the count, at least 1; by default {@code times}
	 */
	protected int times(int times) {
		return times;
	}

	/**
	 * Release the resources of the channels of a test. Called after each test.
	 */
	protected void reset() {
	}

	final boolean has(Feature feature) {
		return features().contains(feature);
	}

	/** Skip the test if this kind lacks the feature. */
	final void assume(Feature feature) {
		Assumptions.assumeTrue(has(feature), () -> this + " lacks " + feature);
	}

	/** Create a channel named {@code test} without callbacks or timeouts. */
	final <T> BackpressureChannel<T> channel(BackpressureStrategy strategy, int capacity) {
		return build(BackpressureChannel.<T>builder().name("test").strategy(strategy).bufferSize(capacity));
	}

	/** Create a full channel that makes senders wait and holds 0, 1, 2... */
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
	 * Optional feature, which some buffers lack by their nature.
	 */
	public enum Feature {

		/** The capacity can be changed. */
		RESIZE,

		/** The time for which values are buffered can be measured. */
		BUFFER_WAIT,

		/** Values can have a maximum age. */
		MAX_AGE,

		/**
		 * A value is counted in the step that moves it, so that each snapshot of the
		 * statistics is consistent. A shared buffer lacks this, since each JVM counts
		 * only its own sends and receives.
		 */
		SNAPSHOTS,

		/**
		 * Values are stored as references, and no thread or registry keeps an unused
		 * channel reachable, so the garbage collector can free values and channels.
		 */
		REACHABILITY

	}

}
