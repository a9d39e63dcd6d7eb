package io.backpressure.channel;

/**
 * Reader of the counts of a {@link RingChannel} while other threads move values.
 */
final class RingCounts {

	/*
	 * A reader never waits for a thread within an eviction. The receiving word carries
	 * the parities of the numbers of evictions and purges at the time when the word last
	 * moved, so a reader can recognize a count that is one ahead of the word. A
	 * replacement takes effect when it claims the index of the new value. From then until
	 * it advances the receiving word, the indices differ by one too many, and the bits
	 * ODD_REPLACEMENTS of the words differ.
	 */

	/** All bits of a word except those that waiting threads and the clock set. */
	private static final long STATE = ~(RingIndices.WAITED_FOR | RingIndices.UNWATCHED);

	private RingCounts() {
	}

	/** Return the counts at one moment. */
	static Counts of(RingIndices<?> ring) {
		for (int turn = 0;; turn++) {
			long word = ring.received;
			long evicted = settled(ring.evicted, word & RingIndices.ODD_EVICTIONS);
			long purged = settled(ring.purged, word & RingIndices.ODD_PURGES);
			long sent = ring.sent;
			if (isUnmoved(ring, word)) {
				long index = word >>> RingIndices.SHIFT;
				int replaced = (((sent ^ word) & RingIndices.ODD_REPLACEMENTS) != 0) ? 1 : 0;
				return new Counts(sent >>> RingIndices.SHIFT, index - evicted - purged, evicted + replaced, purged);
			}
			Spin.backOff(turn); // other threads are moving values
		}
	}

	/**
	 * Return a count as it was when the word last moved, given the parity in the word.
	 */
	private static long settled(long count, long odd) {
		return ((count & 1) == ((odd != 0) ? 1 : 0)) ? count : count - 1;
	}

	/** Return the number of values evicted or purged as of a receiving word. */
	static long removed(RingIndices<?> ring, long word) {
		return settled(ring.evicted, word & RingIndices.ODD_EVICTIONS)
				+ settled(ring.purged, word & RingIndices.ODD_PURGES);
	}

	/** Return whether the receiving side has not moved since its word was read. */
	static boolean isUnmoved(RingIndices<?> ring, long word) {
		return (ring.received & STATE) == (word & STATE);
	}

	/**
	 * Return the number of values received, or slightly less during concurrent evictions.
	 * Unlike {@link #of}, never allocates, even without escape analysis.
	 */
	static long receivedAtLeast(RingIndices<?> ring) {
		long index = ring.received >>> RingIndices.SHIFT;
		// read after the index: both counts include all removals below the index
		return index - ring.evicted - ring.purged;
	}

}
