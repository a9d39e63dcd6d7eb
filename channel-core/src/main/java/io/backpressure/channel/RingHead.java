package io.backpressure.channel;

import java.lang.invoke.VarHandle;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Operations on the head of a {@link RingChannel}: its age, and discarding it.
 */
final class RingHead {

	/*
	 * A purge, a resize that leaves too many values, and the expiry of values remove
	 * heads as an eviction does, but add no value. Each of them sets the bit EVICTING,
	 * removes the head, counts it and advances 'received'. Since waiting senders may set
	 * WAITED_FOR meanwhile, the word is advanced by a compare-and-set.
	 */

	/** Bits that are kept when a head is removed. */
	private static final long KEPT = RingIndices.UNWATCHED | RingIndices.ODD_EVICTIONS | RingIndices.ODD_PURGES
			| RingIndices.ODD_REPLACEMENTS | RingIndices.MAX_AGE;

	private RingHead() {
	}

	/**
	 * Drop the values that are too old. Then, if the index of the head is below
	 * {@code end}, remove the head and count it as purged.
	 * @return the head, or {@code null} if it was not removed
	 */
	static <T> @Nullable T discard(RingChannel<T> ring, long end) {
		RingExpiry.dropExpired(ring);
		return remove(ring, end, RingIndices.PURGED, RingIndices.ODD_PURGES);
	}

	/**
	 * If the index of the head is below {@code end}, remove the head and count it as
	 * evicted.
	 * @return the head, or {@code null} if it was not removed
	 */
	static <T> @Nullable T evict(RingChannel<T> ring, long end) {
		return remove(ring, end, RingIndices.EVICTED, RingIndices.ODD_EVICTIONS);
	}

	private static <T> @Nullable T remove(RingChannel<T> ring, long end, VarHandle count, long odd) {
		StackReserve.check();
		for (int turn = 0;; turn++) {
			long word = ring.received;
			long index = word >>> RingIndices.SHIFT;
			if (index >= end) {
				return null;
			}
			if ((word & RingIndices.EVICTING) == 0 && ring.slots.isPublished(index)
					&& RingIndices.RECEIVED.compareAndSet(ring, word, word | RingIndices.EVICTING)) {
				return removeHead(ring, index, count, odd);
			}
			Spin.backOff(turn);
		}
	}

	/** Remove the head without replacing it. This thread has set the bit EVICTING. */
	@SuppressWarnings("unchecked")
	private static <T> @Nullable T removeHead(RingChannel<T> ring, long index, VarHandle count, long odd) {
		T value = (T) ring.slots.remove(index);
		count.setRelease(ring, (long) count.getOpaque(ring) + 1);
		long word;
		do {
			word = ring.received; // senders may still ask for a wake-up
		}
		while (!RingIndices.RECEIVED.compareAndSet(ring, word, moved(word, index + 1, odd)));
		if ((word & RingIndices.WAITED_FOR) != 0) {
			ring.signalRoom();
		}
		return value;
	}

	private static long moved(long word, long index, long odd) {
		return (index << RingIndices.SHIFT) | ((word ^ odd) & KEPT);
	}

	/** Return the age of the head, zero if there is none or ages are not measured. */
	static Duration age(RingChannel<?> ring) {
		while (ring.slots.stamps != null) {
			long index = oldest(ring);
			boolean published = ring.slots.isPublished(index);
			long accepted = ring.slots.stamp(index);
			if (oldest(ring) == index) { // the slot was not reused meanwhile
				return published ? Duration.ofNanos(System.nanoTime() - accepted) : Duration.ZERO;
			}
		}
		return Duration.ZERO;
	}

	/** Return the index of the oldest value, not counting one that is being evicted. */
	private static long oldest(RingChannel<?> ring) {
		long word = ring.received;
		return (word >>> RingIndices.SHIFT) + (((word & RingIndices.EVICTING) != 0) ? 1 : 0);
	}

}
