package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The two index words of a {@link RingChannel}, and what can be read off them: the
 * counts, whether it is closed, and with the help of a clock when it was last used.
 *
 * @param <T> the type of the values
 */
@SuppressWarnings("unused") // padding
abstract class RingWords<T> extends BufferedChannel<T> {

	/*
	 * Each word stands with what its side writes, two cache lines from the other and from
	 * the fields that are only read, since processors fetch lines in pairs. The words are
	 * fields of the channel itself and not of an object or array of their own: a claim
	 * cannot begin before the one before it on the same thread has completed, so each
	 * reference on the way to the word is paid in full (a quarter of a send and receive
	 * on one thread, by the benchmark of the pair).
	 */

	/** Bits of an index word below the index. */
	static final int SHIFT = 5;

	/** One more of the index. */
	static final long ONE = 1 << SHIFT;

	/** In either word: a thread on the other side waits to be woken. */
	static final long WAITED_FOR = 1;

	/** In either word: calls note themselves when this side is used, not the clock. */
	static final long UNWATCHED = 2;

	/** In the sending word: no more values. */
	static final long CLOSED = 4;

	/** In the receiving word: a thread is replacing or discarding the head. */
	static final long EVICTING = 4;

	/** In the receiving word: the number of evictions is odd. */
	static final long ODD_EVICTIONS = 8;

	/** In the receiving word: the number of purged values is odd. */
	static final long ODD_PURGES = 16;

	/** All of a word but what waiting threads and the clock set in it. */
	private static final long STATE = ~(WAITED_FOR | UNWATCHED);

	static final VarHandle SENT;

	static final VarHandle ROOM;

	static final VarHandle RECEIVED;

	static final VarHandle EVICTED;

	static final VarHandle PURGED;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			SENT = lookup.findVarHandle(RingWords.class, "sent", long.class);
			ROOM = lookup.findVarHandle(RingWords.class, "room", long.class);
			RECEIVED = lookup.findVarHandle(RingWords.class, "received", long.class);
			EVICTED = lookup.findVarHandle(RingWords.class, "evicted", long.class);
			PURGED = lookup.findVarHandle(RingWords.class, "purged", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	// @formatter:off
	private long a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15;
	// @formatter:on

	/** The index of the next value to be sent, and the bits of the sending side. */
	volatile long sent;

	/** An index below which there is known to be room; the sending side's cache. */
	long room;

	// @formatter:off
	private long b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
	// @formatter:on

	/** The index of the next value to be received, and the bits of the receiving side. */
	volatile long received;

	/** Values evicted. Written by the holder of the evicting bit, before it moves on. */
	volatile long evicted;

	/** Values purged, as {@link #evicted}. */
	volatile long purged;

	/** Written as a fence where a call might fail for want of stack. */
	volatile boolean fence;

	// @formatter:off
	private long c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15;
	// @formatter:on

	final LastUse lastSend = new LastUse();

	final LastUse lastReceive = new LastUse();

	RingWords(ChannelSettings settings, Callbacks<T> callbacks) {
		super(settings, callbacks);
	}

	@Override
	public final boolean isClosed() {
		return (this.sent & CLOSED) != 0;
	}

	@Override
	final boolean isDrained() {
		long word = this.sent;
		return (word & CLOSED) != 0 && this.received >>> SHIFT == word >>> SHIFT;
	}

	/*
	 * Reading never waits for a thread that is within an eviction. The word carries the
	 * parity of both counts as they were when it last moved, so a count that is one ahead
	 * of its word is recognized. An eviction takes effect when it claims the index of the
	 * new value; from then until it moves the word on, the indices are one further apart
	 * than the capacity.
	 */
	@Override
	final Counts counts() {
		for (int turn = 0;; turn++) {
			long word = this.received;
			long evicted = settled(this.evicted, word & ODD_EVICTIONS);
			long purged = settled(this.purged, word & ODD_PURGES);
			long sent = this.sent >>> SHIFT;
			if ((this.received & STATE) == (word & STATE)) {
				long index = word >>> SHIFT;
				int replaced = (sent - index > capacity()) ? 1 : 0;
				return new Counts(sent, index - evicted - purged, evicted + replaced, purged);
			}
			Spin.backOff(turn); // others are moving values
		}
	}

	/** A count as of a word that has the given bit if it was odd. */
	private static long settled(long count, long odd) {
		return ((count & 1) == ((odd != 0) ? 1 : 0)) ? count : count - 1;
	}

	/**
	 * How many values have been received; while others are evicted, maybe a few less.
	 * Unlike the counts it allocates nothing, on any compiler.
	 */
	final long receivedAtLeast() {
		long index = this.received >>> SHIFT;
		return index - this.evicted - this.purged; // all of those below that index
	}

	@Override
	final long lastSend() {
		return this.lastSend.time();
	}

	@Override
	final long lastReceive() {
		return this.lastReceive.time();
	}

	/**
	 * Note that a side which the clock does not watch was used at that {@code nanoTime}.
	 */
	final void used(LastUse side, VarHandle place, long now) {
		if (side.used(now)) {
			watch(side, place);
		}
	}

	/** Hand a side to the clock; if that fails, calls go on noting the time. */
	private void watch(LastUse side, VarHandle place) {
		StackReserve.check();
		long word = (long) place.getVolatile(this);
		if ((word & UNWATCHED) != 0 && place.compareAndSet(this, word, word & ~UNWATCHED)) {
			side.watched();
			boolean watched = false;
			try {
				watched = ActivityClock.watch(this);
			}
			finally {
				if (!watched) {
					unwatch(place);
					side.notWatched();
				}
			}
		}
	}

	/** Have calls note the time of both sides, since the clock no longer does. */
	final void unwatch() {
		unwatch(SENT);
		unwatch(RECEIVED);
	}

	private void unwatch(VarHandle place) {
		long word = (long) place.getVolatile(this);
		for (int turn = 0; (word & UNWATCHED) == 0; turn++) {
			boolean held = place == RECEIVED && (word & EVICTING) != 0; // and will be set
			if (!held && place.compareAndSet(this, word, word | UNWATCHED)) {
				return;
			}
			Spin.backOff(turn);
			word = (long) place.getVolatile(this);
		}
	}

	/**
	 * Note which sides were used since the last tick of the clock. Allocates nothing.
	 * @return whether it has to come back
	 */
	final boolean tick() {
		long sent = this.sent >>> SHIFT;
		boolean sends = tick(this.lastSend, SENT, sent, sent);
		for (int turn = 0;; turn++) {
			long word = this.received;
			long removed = settled(this.evicted, word & ODD_EVICTIONS) + settled(this.purged, word & ODD_PURGES);
			if ((this.received & STATE) == (word & STATE)) {
				long index = word >>> SHIFT;
				return tick(this.lastReceive, RECEIVED, index - removed, index) || sends;
			}
			Spin.backOff(turn);
		}
	}

	private boolean tick(LastUse side, VarHandle place, long count, long index) {
		boolean watched = ((long) place.getVolatile(this) & UNWATCHED) == 0;
		return watched && !(side.tick(count) && letGo(place, index));
	}

	/** Let a side go, unless its index has moved or is about to. */
	private boolean letGo(VarHandle place, long index) {
		long word = (long) place.getVolatile(this);
		boolean moving = word >>> SHIFT != index || (place == RECEIVED && (word & EVICTING) != 0);
		return !moving && place.compareAndSet(this, word, word | UNWATCHED);
	}

}
