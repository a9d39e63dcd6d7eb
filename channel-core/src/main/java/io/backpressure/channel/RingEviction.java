package io.backpressure.channel;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Sends to a full {@link RingChannel} that replace its head in one step.
 */
final class RingEviction {

	/*
	 * On a full buffer a sender sets the bit EVICTING of 'received', which holds off
	 * receivers and other evictions. From then on 'received' does not move, so the buffer
	 * stays full and the index in 'sent' does not move either, unless the channel grows.
	 * The sender claims the next index: this single step removes the head and adds the
	 * value. Then it empties the slot of the head, publishes its value (in one step if
	 * both use the same slot, which is the case if the capacity is the number of slots)
	 * and advances 'received', clearing the bit.
	 *
	 * Between the claim and this last step the indices differ by one more than the
	 * capacity, and the words by the bit ODD_REPLACEMENTS. The counts and the age of the
	 * oldest value take this into account; the clock tries again at its next tick; every
	 * other thread that reads EVICTING waits. If 'sent' has changed, for example because
	 * the channel was closed or a receiver waits, the claim fails. Nothing has moved
	 * then: the sender clears the bit and starts over.
	 *
	 * If the capacity has been reduced, the head is replaced under the lock of
	 * RingResize, and heads beyond the capacity are evicted first.
	 *
	 * The methods are static because reading a reference to the channel from a field
	 * would delay the claim; see RingIndices.
	 */

	/** The bits of the receiving word that a replacement changes. */
	private static final long ODD = RingIndices.ODD_EVICTIONS | RingIndices.ODD_REPLACEMENTS;

	private RingEviction() {
	}

	/** Return a sending word after the claim of a replacement. */
	private static long replaced(long tail) {
		return ((tail & ~(RingIndices.WAITED_FOR | RingIndices.SHRUNK)) + RingIndices.ONE)
				^ RingIndices.ODD_REPLACEMENTS;
	}

	static <T> SendResult offer(RingChannel<T> ring, T value, @Nullable Consumer<? super T> evicted) {
		for (int turn = 0;; turn++) {
			long head = ring.received;
			long index = head >>> RingIndices.SHIFT;
			long tail = ring.sent;
			long next = index + ring.capacity;
			if ((head & RingIndices.EVICTING) == 0 && tail >>> RingIndices.SHIFT == next
					&& (tail & RingIndices.CLOSED) == 0 && ring.isPublished(index)) {
				long start = CallTimes.isSampled(next) ? System.nanoTime() : 0;
				boolean shrunk = (tail & RingIndices.SHRUNK) != 0;
				T oldest = shrunk ? RingResize.evict(ring, head, tail, value) : evict(ring, head, tail, value);
				if (oldest != null) {
					try {
						afterEviction(ring, oldest, evicted, tail, start);
					}
					catch (Throwable ex) {
						// not even enough stack to report it
					}
					return SendResult.SENT;
				}
			}
			else if ((head & RingIndices.EVICTING) == 0 && (tail & RingIndices.CLOSED) == 0
					&& tail >>> RingIndices.SHIFT > next) {
				T excess = RingResize.evictExcess(ring);
				if (excess != null) {
					ring.dropped(excess, evicted);
				}
			}
			SendResult result = ring.offer(value, Attempt.FIRST);
			if (result != SendResult.FULL) {
				return result;
			}
			if (ring.received >>> RingIndices.SHIFT == index) {
				Spin.backOff(turn); // another sender replaces or publishes the head
			}
		}
	}

	/**
	 * Replace the published head of a full buffer, unless one of the words has changed or
	 * the slot of the new value is not empty yet.
	 * @return the head, or {@code null} if nothing was replaced
	 */
	@SuppressWarnings("unchecked")
	static <T> @Nullable T evict(RingChannel<T> ring, long head, long tail, T value) {
		int[] sequences = ring.sequences;
		@Nullable Object[] values = ring.values;
		long index = head >>> RingIndices.SHIFT;
		long next = tail >>> RingIndices.SHIFT;
		int from = ring.slot(index);
		int to = ring.slot(next);
		int emptied = (int) index + ring.mask + 1;
		T oldest = (T) values[from];
		if (from != to && (int) RingSlots.INTS.getAcquire(sequences, to) != (int) next) {
			return null; // the receiver of the previous lap is about to leave the slot
		}
		if ((tail & RingIndices.WAITED_FOR) != 0) {
			StackReserve.checkForWakeUp();
		}
		long claimed = replaced(tail);
		if (!RingIndices.RECEIVED.compareAndSet(ring, head, head | RingIndices.EVICTING)) {
			return null;
		}
		try {
			if (!RingIndices.SENT.compareAndSet(ring, tail, claimed)) {
				RingIndices.RECEIVED.setRelease(ring, head);
				return null;
			}
			if (from != to) {
				RingSlots.empty(sequences, values, from, emptied);
			}
			RingSlots.publish(sequences, values, ring.stamps, to, next, value);
			RingIndices.EVICTED.setRelease(ring, (long) RingIndices.EVICTED.getOpaque(ring) + 1);
			RingIndices.RECEIVED.setRelease(ring, (head + RingIndices.ONE) ^ ODD);
		}
		catch (Throwable ex) { // no calls, see 'Errors'
			if (((ring.sent ^ tail) & RingIndices.ODD_REPLACEMENTS) == 0) { // not claimed
				ring.received = head;
				throw ex;
			}
			values[from] = null;
			values[to] = value;
			sequences[from] = emptied;
			long evicted = ring.evicted;
			// 0 if the count was incremented, so that its parity differs from the word's
			long uncounted = ~(evicted ^ head >>> RingIndices.ODD_EVICTIONS_BIT) & 1;
			ring.evicted = evicted + uncounted; // also a fence
			sequences[to] = (int) next + 1;
			ring.received = (head + RingIndices.ONE) ^ ODD;
		}
		return oldest;
	}

	/**
	 * Complete an eviction after the value was replaced. The caller discards exceptions.
	 */
	private static <T> void afterEviction(RingChannel<T> ring, T oldest, @Nullable Consumer<? super T> evicted,
			long tail, long start) {
		try {
			if ((tail & (RingIndices.WAITED_FOR | RingIndices.UNWATCHED)) != 0) {
				ring.afterSend(tail);
			}
			if (start != 0) {
				ring.statistics.sendTimes.sample(System.nanoTime() - start, (tail >>> RingIndices.SHIFT) + 1);
			}
		}
		finally {
			ring.callbacks.dropped(oldest, evicted);
		}
	}

}
