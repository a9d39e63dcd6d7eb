package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The two index words of a {@link RingChannel}, and what follows from them: the counts,
 * and whether it is closed or drained.
 *
 * @param <T> the type of the values
 */
@SuppressWarnings("unused") // padding
abstract class RingIndices<T> extends BufferedChannel<T> {

	/*
	 * Each word stands with what its side writes, two cache lines from the other and from
	 * the fields that are only read, since processors fetch lines in pairs. The words are
	 * fields of the channel itself and not of a separate object or array: a claim cannot
	 * begin before the one before it on the same thread has completed, so each reference
	 * on the way to the word is paid in full. This is the only reason for this class; the
	 * order of its fields is checked by RingLayoutTests.
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

	static final int ODD_EVICTIONS_BIT = 3;

	/** In the receiving word: the number of evictions is odd. */
	static final long ODD_EVICTIONS = 1 << ODD_EVICTIONS_BIT;

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
			SENT = lookup.findVarHandle(RingIndices.class, "sent", long.class);
			ROOM = lookup.findVarHandle(RingIndices.class, "room", long.class);
			RECEIVED = lookup.findVarHandle(RingIndices.class, "received", long.class);
			EVICTED = lookup.findVarHandle(RingIndices.class, "evicted", long.class);
			PURGED = lookup.findVarHandle(RingIndices.class, "purged", long.class);
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

	/** Indices as if {@code first} values had gone through the channel. */
	RingIndices(ChannelSettings settings, Callbacks<T> callbacks, long first) {
		super(settings, callbacks, new ChannelStatistics(false));
		this.room = first + settings.capacity();
		this.received = (first << SHIFT) | UNWATCHED;
		this.sent = (first << SHIFT) | UNWATCHED;
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

	@Override
	public final int size() {
		return counts().size();
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
			if (isUnmoved(word)) {
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

	/** How many values were evicted or purged as of a receiving word. */
	final long removed(long word) {
		return settled(this.evicted, word & ODD_EVICTIONS) + settled(this.purged, word & ODD_PURGES);
	}

	/** Whether the receiving side is where it was when its word was read. */
	final boolean isUnmoved(long word) {
		return (this.received & STATE) == (word & STATE);
	}

	/**
	 * How many values have been received; while others are evicted, maybe a few less.
	 * Unlike the counts it allocates nothing, on any compiler.
	 */
	final long receivedAtLeast() {
		long index = this.received >>> SHIFT;
		return index - this.evicted - this.purged; // all of those below that index
	}

}
