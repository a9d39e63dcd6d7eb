package io.backpressure.channel;

import org.jspecify.annotations.Nullable;

/**
 * Changes of the capacity of a {@link RingChannel}, and the first send after the capacity
 * has been reduced.
 */
final class RingResize {

	/*
	 * The slots are allocated for the largest capacity, so a resize only changes the
	 * number of slots that may be in use. The lock of resizes, the word 'resizing',
	 * guards the capacity and the cached limit 'room'. A send that finds the lock taken
	 * does not cache a limit.
	 *
	 * Growing. A larger capacity takes effect when it is written. It only allows more
	 * sends, so limits that were read before remain valid. After the write, one waiting
	 * sender is woken up, which passes on the wake-up as long as there is room.
	 *
	 * Shrinking. A claim must not rely on a limit that was read before the shrink. A
	 * reduced capacity takes effect when the bit SHRUNK of 'sent' is set, before the
	 * capacity is written and the cached limit is reset. Only a claim clears the bit. It
	 * does so under the lock, where the capacity cannot change.
	 *
	 * Consider a claim that expects a word without the bit. Between the reading of that
	 * word and the claim, the bit was not set. Otherwise another claim would have cleared
	 * the bit again, and so moved the index, and this claim would fail. Hence every
	 * capacity and limit that the claim relies on was read while no shrink took effect.
	 * Each was also read after the word, and so does not stem from before the last shrink
	 * either: the thread that cleared the bit held the lock, and so saw and published the
	 * capacity and the limit of that shrink, and a limit is cached only under the lock.
	 * Thus the index claimed is below received + capacity, for the capacity in force at
	 * the claim.
	 *
	 * After a shrink the size may exceed the capacity, until enough values are received.
	 * Under DROP_OLDEST the resize evicts the excess, and so does each send that finds
	 * some. Such an eviction sets the bit EVICTING, as a purge does; the value counts as
	 * evicted.
	 */

	private RingResize() {
	}

	static <T> void resize(RingChannel<T> ring, int capacity) {
		StackReserve.check();
		lock(ring);
		try {
			if (capacity < ring.capacity) {
				setShrunk(ring);
				RingIndices.ROOM.setRelease(ring, 0L);
			}
			ring.capacity = capacity;
		}
		finally {
			ring.resizing = 0;
		}
		ring.senders.queue.signal();
		if (ring.strategy() == BackpressureStrategy.DROP_OLDEST) {
			T excess = evictExcess(ring);
			while (excess != null) {
				ring.dropped(excess, null);
				excess = evictExcess(ring);
			}
		}
	}

	private static void setShrunk(RingChannel<?> ring) {
		long word = ring.sent;
		while (!RingIndices.SENT.compareAndSet(ring, word, word | RingIndices.SHRUNK)) {
			word = ring.sent;
		}
	}

	/** Evict the head if the buffer holds more values than its capacity. */
	static <T> @Nullable T evictExcess(RingChannel<T> ring) {
		return RingHead.evict(ring, (ring.sent >>> RingIndices.SHIFT) - ring.capacity);
	}

	/** Send to a channel whose capacity has been reduced since the last send. */
	static <T> SendResult offer(RingChannel<T> ring, T value) {
		StackReserve.check();
		long word;
		long index;
		lock(ring);
		try {
			do {
				word = ring.sent;
				index = word >>> RingIndices.SHIFT;
				if ((word & RingIndices.CLOSED) != 0) {
					return SendResult.CLOSED;
				}
				if (index - (ring.received >>> RingIndices.SHIFT) >= ring.capacity) {
					return SendResult.FULL;
				}
			}
			while (!RingIndices.SENT.compareAndSet(ring, word,
					(word & ~(RingIndices.WAITED_FOR | RingIndices.SHRUNK)) + RingIndices.ONE));
		}
		finally {
			ring.resizing = 0;
		}
		ring.slots.awaitEmpty(index);
		RingSlots.publish(ring.sequences, ring.values, ring.stamps, ring.slot(index), index, value);
		if ((word & (RingIndices.WAITED_FOR | RingIndices.UNWATCHED)) != 0) {
			ring.afterSend(word);
		}
		return SendResult.SENT;
	}

	/**
	 * Replace the head of a full buffer whose capacity has been reduced since the last
	 * send.
	 */
	static <T> @Nullable T evict(RingChannel<T> ring, long head, long tail, T value) {
		StackReserve.check();
		lock(ring);
		try {
			boolean full = (tail >>> RingIndices.SHIFT) - (head >>> RingIndices.SHIFT) == ring.capacity;
			return full ? RingEviction.evict(ring, head, tail, value) : null;
		}
		finally {
			ring.resizing = 0;
		}
	}

	/** Cache the limit up to which there is room, unless the lock is taken. */
	static void cacheRoom(RingIndices<?> ring) {
		if (ring.resizing == 0 && RingIndices.RESIZING.compareAndSet(ring, 0L, 1L)) {
			try {
				RingIndices.ROOM.setRelease(ring, (ring.received >>> RingIndices.SHIFT) + ring.capacity);
			}
			finally {
				ring.resizing = 0; // no call, since there may be no stack
			}
		}
	}

	private static void lock(RingChannel<?> ring) {
		for (int turn = 0; !RingIndices.RESIZING.compareAndSet(ring, 0L, 1L); turn++) {
			Spin.backOff(turn);
		}
	}

}
