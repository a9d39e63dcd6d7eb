package io.backpressure.channel;

import java.lang.invoke.VarHandle;

/**
 * Time of the last send and receive of a {@link RingChannel}: noted by the calls while
 * these are few, and by the {@link ActivityClock} once they are many.
 */
final class RingActivity {

	private final RingIndices<?> ring;

	private final LastUse lastSend;

	private final LastUse lastReceive;

	RingActivity(RingIndices<?> ring) {
		this.ring = ring;
		this.lastSend = ring.statistics.lastSend;
		this.lastReceive = ring.statistics.lastReceive;
	}

	/** Note a send at that {@code nanoTime}, which the clock does not watch for. */
	void sent(long now) {
		if (this.lastSend.used(now)) {
			watch(this.lastSend, RingIndices.SENT);
		}
	}

	/** Note a receive, as above. */
	void received(long now) {
		if (this.lastReceive.used(now)) {
			watch(this.lastReceive, RingIndices.RECEIVED);
		}
	}

	/** Hand a side to the clock; if that fails, calls go on noting the time. */
	private void watch(LastUse use, VarHandle place) {
		StackReserve.check();
		long word = word(place);
		if ((word & RingIndices.UNWATCHED) != 0
				&& place.compareAndSet(this.ring, word, word & ~RingIndices.UNWATCHED)) {
			use.watched();
			boolean watched = false;
			try {
				watched = ActivityClock.watch(this);
			}
			finally {
				if (!watched) {
					unwatch(place);
					use.notWatched();
				}
			}
		}
	}

	/** Have calls note the time of both sides, since the clock no longer does. */
	void unwatch() {
		unwatch(RingIndices.SENT);
		unwatch(RingIndices.RECEIVED);
	}

	private void unwatch(VarHandle place) {
		long word = word(place);
		for (int turn = 0; (word & RingIndices.UNWATCHED) == 0; turn++) {
			if (!isHeld(place, word) && place.compareAndSet(this.ring, word, word | RingIndices.UNWATCHED)) {
				return;
			}
			Spin.backOff(turn);
			word = word(place);
		}
	}

	/**
	 * Note which sides were used since the last tick of the clock. Allocates nothing.
	 * @return whether the clock has to come back
	 */
	boolean tick() {
		long sent = this.ring.sent >>> RingIndices.SHIFT;
		boolean sends = tick(this.lastSend, RingIndices.SENT, sent, sent);
		for (int turn = 0;; turn++) {
			long word = this.ring.received;
			long removed = this.ring.removed(word);
			if (this.ring.isUnmoved(word)) {
				long index = word >>> RingIndices.SHIFT;
				return tick(this.lastReceive, RingIndices.RECEIVED, index - removed, index) || sends;
			}
			Spin.backOff(turn);
		}
	}

	private boolean tick(LastUse use, VarHandle place, long count, long index) {
		boolean watched = (word(place) & RingIndices.UNWATCHED) == 0;
		return watched && !(use.tick(count) && letGo(place, index));
	}

	/** Let a side go, unless its index has moved or is about to. */
	private boolean letGo(VarHandle place, long index) {
		long word = word(place);
		boolean moving = word >>> RingIndices.SHIFT != index || isHeld(place, word);
		return !moving && place.compareAndSet(this.ring, word, word | RingIndices.UNWATCHED);
	}

	private long word(VarHandle place) {
		return (long) place.getVolatile(this.ring);
	}

	/** Whether a thread is within an eviction or purge, and will set the word. */
	private static boolean isHeld(VarHandle place, long word) {
		return place == RingIndices.RECEIVED && (word & RingIndices.EVICTING) != 0;
	}

}
