package io.backpressure.channel;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Head of a {@link RingChannel}: its age, and discarding it for nothing.
 *
 * @param <T> the type of the values
 */
final class RingHead<T> {

	/*
	 * A purge removes heads as an eviction does, but adds nothing: the bit is set, the
	 * head taken and counted as purged, and 'received' moved on. Senders may wait
	 * meanwhile, and set WAITED_FOR, so that it moves by a compare-and-set.
	 */

	private final RingIndices<T> ring;

	private final RingSlots slots;

	private final Side senders;

	RingHead(RingIndices<T> ring, RingSlots slots, Side senders) {
		this.ring = ring;
		this.slots = slots;
		this.senders = senders;
	}

	/**
	 * Remove the head, and count it as purged, if its index is below {@code end}.
	 * @return the head, or {@code null}
	 */
	@Nullable T discard(long end) {
		StackReserve.check();
		for (int turn = 0;; turn++) {
			long word = this.ring.received;
			long index = word >>> RingIndices.SHIFT;
			if (index >= end) {
				return null;
			}
			if ((word & RingIndices.EVICTING) == 0 && this.slots.isPublished(index)
					&& RingIndices.RECEIVED.compareAndSet(this.ring, word, word | RingIndices.EVICTING)) {
				return discardHead(index);
			}
			Spin.backOff(turn);
		}
	}

	/** Remove the head for nothing; this thread has set the evicting bit. */
	@SuppressWarnings("unchecked")
	private @Nullable T discardHead(long index) {
		T value = (T) this.slots.remove(index);
		RingIndices.PURGED.setRelease(this.ring, (long) RingIndices.PURGED.getOpaque(this.ring) + 1);
		long word;
		do {
			word = this.ring.received; // senders may still ask for a wake-up
		}
		while (!RingIndices.RECEIVED.compareAndSet(this.ring, word, moved(word, index + 1)));
		if ((word & RingIndices.WAITED_FOR) != 0) {
			this.senders.queue.signal();
		}
		return value;
	}

	private static long moved(long word, long index) {
		return (index << RingIndices.SHIFT) | (word & (RingIndices.UNWATCHED | RingIndices.ODD_EVICTIONS))
				| (~word & RingIndices.ODD_PURGES);
	}

	/** For how long the head has been buffered, if that is measured. */
	Duration age() {
		while (this.slots.stamps != null) {
			long index = oldest();
			boolean published = this.slots.isPublished(index);
			long accepted = this.slots.stamp(index);
			if (oldest() == index) { // so the slot had not been used again
				return published ? Duration.ofNanos(System.nanoTime() - accepted) : Duration.ZERO;
			}
		}
		return Duration.ZERO;
	}

	/** The index of the oldest value, but for one that is being evicted. */
	private long oldest() {
		long word = this.ring.received;
		return (word >>> RingIndices.SHIFT) + (((word & RingIndices.EVICTING) != 0) ? 1 : 0);
	}

}
