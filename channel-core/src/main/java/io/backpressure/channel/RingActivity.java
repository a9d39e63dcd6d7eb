package io.backpressure.channel;

import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * Times of the last send and receive of a {@link RingChannel}. The {@link ActivityClock}
 * records the times of a side, the senders or the receivers, while that side is busy;
 * otherwise the calls do so themselves.
 */
final class RingActivity {

	/*
	 * The numbers of sends and receives are derived from the indices. CallTimes also uses
	 * the index to select the calls that it times. While calls on a side are rare, they
	 * record the time of last use themselves. The bit UNWATCHED of the index word of that
	 * side is then set, and a send or receive that claims an index keeps it set. Once
	 * calls are frequent, the bit is cleared, and the ActivityClock reads the index
	 * instead. So statistics add one instruction to a send or receive: a test of two bits
	 * of a word that it has already loaded.
	 */

	private final LastUse lastSend;

	private final LastUse lastReceive;

	private final @Nullable RingExpiry expiry;

	RingActivity(ChannelStatistics statistics, @Nullable RingExpiry expiry) {
		this.expiry = expiry;
		this.lastSend = statistics.lastSend;
		this.lastReceive = statistics.lastReceive;
	}

	/**
	 * Record a send at the given {@code nanoTime}, while the clock does not watch the
	 * senders.
	 */
	void sent(RingChannel<?> ring, long now) {
		if (this.expiry != null) {
			this.expiry.sent(ring, now);
		}
		if (this.lastSend.used(now)) {
			watch(ring, this.lastSend, RingIndices.SENT);
		}
	}

	/**
	 * Record a receive at the given {@code nanoTime}, while the clock does not watch the
	 * receivers.
	 */
	void received(RingChannel<?> ring, long now) {
		if (this.lastReceive.used(now)) {
			watch(ring, this.lastReceive, RingIndices.RECEIVED);
		}
	}

	/** Let the clock watch a side. If that fails, calls keep recording the time. */
	private static void watch(RingChannel<?> ring, LastUse use, VarHandle place) {
		StackReserve.check();
		long word = word(ring, place);
		if ((word & RingIndices.UNWATCHED) != 0 && place.compareAndSet(ring, word, word & ~RingIndices.UNWATCHED)) {
			use.watched();
			boolean watched = false;
			try {
				watched = ActivityClock.watch(ring);
			}
			finally {
				if (!watched) {
					unwatch(ring, place);
					use.notWatched();
				}
			}
		}
	}

	/** Let calls record the times of both sides, since the clock no longer does. */
	static void unwatch(RingChannel<?> ring) {
		unwatch(ring, RingIndices.SENT);
		unwatch(ring, RingIndices.RECEIVED);
		RingExpiry expiry = ring.activity.expiry;
		if (expiry != null) {
			expiry.unwatched();
		}
	}

	private static void unwatch(RingChannel<?> ring, VarHandle place) {
		long word = word(ring, place);
		for (int turn = 0; (word & RingIndices.UNWATCHED) == 0; turn++) {
			if (!isHeld(place, word) && place.compareAndSet(ring, word, word | RingIndices.UNWATCHED)) {
				return;
			}
			Spin.backOff(turn);
			word = word(ring, place);
		}
	}

	/**
	 * Record the times of the sides that were used since the last tick of the clock, and
	 * let the executor drop values that are too old. Allocates only if there are such
	 * values.
	 * @return whether the clock has to keep watching
	 */
	boolean tick(RingChannel<?> ring) {
		boolean busy = recordTimes(ring);
		return (this.expiry != null && this.expiry.tick(ring)) || busy;
	}

	private boolean recordTimes(RingChannel<?> ring) {
		long sent = ring.sent >>> RingIndices.SHIFT;
		boolean sends = tick(ring, this.lastSend, RingIndices.SENT, sent, sent);
		for (int turn = 0;; turn++) {
			long word = ring.received;
			long removed = RingCounts.removed(ring, word);
			if (RingCounts.isUnmoved(ring, word)) {
				long index = word >>> RingIndices.SHIFT;
				return tick(ring, this.lastReceive, RingIndices.RECEIVED, index - removed, index) || sends;
			}
			Spin.backOff(turn);
		}
	}

	private static boolean tick(RingChannel<?> ring, LastUse use, VarHandle place, long count, long index) {
		boolean watched = (word(ring, place) & RingIndices.UNWATCHED) == 0;
		return watched && !(use.tick(count) && release(ring, place, index));
	}

	/** Stop watching a side, unless its index has moved or is about to move. */
	private static boolean release(RingChannel<?> ring, VarHandle place, long index) {
		long word = word(ring, place);
		boolean moving = word >>> RingIndices.SHIFT != index || isHeld(place, word);
		return !moving && place.compareAndSet(ring, word, word | RingIndices.UNWATCHED);
	}

	private static long word(RingChannel<?> ring, VarHandle place) {
		return (long) place.getVolatile(ring);
	}

	/**
	 * Return whether a thread is replacing or discarding the head. A replacement writes
	 * the receiving word without a compare-and-set, and would overwrite a bit set in the
	 * meantime.
	 */
	private static boolean isHeld(VarHandle place, long word) {
		return place == RingIndices.RECEIVED && (word & RingIndices.EVICTING) != 0;
	}

}
