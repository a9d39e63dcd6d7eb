package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The two index words of a {@link RingChannel}, and the state derived from them: the
 * counts, closed and drained.
 *
 * @param <T> the type of the values
 */
@SuppressWarnings("unused") // padding
abstract class RingIndices<T> extends BufferedChannel<T> {

	/*-
	 * Each word lies beside the fields that its side writes, two cache lines away from
	 * the other word and from read-only fields, since processors fetch lines in pairs.
	 * The words are fields of the channel itself, and not of a separate object or array:
	 * a claim cannot begin before the previous claim of the same thread has completed, so
	 * every reference that must be followed to reach the word adds its full latency. This
	 * is the only reason for this class. RingLayoutTests checks the order of its fields.
	 *
	 * Fields, how they are accessed, and what guards a write:
	 *
	 * field               | read                | written         | guarded by
	 * --------------------|---------------------|-----------------|-----------------------
	 * sent                | volatile            | compare-and-set | -
	 * received            | volatile            | compare-and-set | bit EVICTING (index)
	 * evicted, purged     | volatile            | release         | bit EVICTING
	 * room                | acquire             | release         | lock 'resizing'
	 * capacity            | volatile            | volatile        | lock 'resizing'
	 * sequences[i]        | acquire             | release         | claim of the index
	 * values[i]           | plain, see sequence | plain           | claim of the index
	 * stamps[i]           | plain; age: acquire | plain           | claim of the index
	 * fence               | never               | volatile        | -
	 * WaitQueue: links    | plain               | plain           | lock of the queue
	 * WaitQueue: size     | volatile            | release         | lock of the queue
	 * Node: waiter        | volatile            | release         | lock of the queue
	 * LastUse: time       | volatile            | compare-and-set | -
	 * CallTimes: sums     | volatile            | getAndAdd       | -
	 * CallTimes: samples  | volatile            | volatile        | odd version
	 * SpinBudget, Backoff | plain, racy         | plain           | -
	 *
	 * Where there may be no stack, the holder of a claim writes plainly, and then writes
	 * to 'fence' or to the word. Joining a WaitQueue writes size and waiter as volatile.
	 * The replacement of a head writes 'received' by a release when it ends.
	 */

	/** Bits of an index word below the index. */
	static final int SHIFT = 7;

	/** Increment of the index within its word. */
	static final long ONE = 1 << SHIFT;

	/** In either word: a thread of the other side waits for a wake-up. */
	static final long WAITED_FOR = 1;

	/** In either word: calls record the time of use of this side; the clock does not. */
	static final long UNWATCHED = 2;

	/** In the sending word: the channel accepts no more values. */
	static final long CLOSED = 4;

	/** In the sending word: the capacity has been reduced since the last claim. */
	static final long SHRUNK = 8;

	/**
	 * In either word: the number of heads replaced is odd. A replacement changes the bit
	 * of the sending word at its claim, and that of the receiving word at its end.
	 */
	static final long ODD_REPLACEMENTS = 32;

	/** In the receiving word, never cleared: values have a maximum age (RingExpiry). */
	static final long MAX_AGE = 64;

	/** In the receiving word: a thread is replacing or discarding the head. */
	static final long EVICTING = 4;

	static final int ODD_EVICTIONS_BIT = 3;

	/** In the receiving word: the number of evictions is odd. */
	static final long ODD_EVICTIONS = 1 << ODD_EVICTIONS_BIT;

	/** In the receiving word: the number of purged values is odd. */
	static final long ODD_PURGES = 16;

	static final VarHandle SENT;

	static final VarHandle ROOM;

	static final VarHandle RESIZING;

	static final VarHandle RECEIVED;

	static final VarHandle EVICTED;

	static final VarHandle PURGED;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			SENT = lookup.findVarHandle(RingIndices.class, "sent", long.class);
			ROOM = lookup.findVarHandle(RingIndices.class, "room", long.class);
			RESIZING = lookup.findVarHandle(RingIndices.class, "resizing", long.class);
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

	/** An index below which there is certainly room: a lower bound cached by senders. */
	long room;

	/** The current capacity. Written under the lock 'resizing'. */
	volatile long capacity;

	/** The lock of {@link RingResize}: 1 while it is held. */
	volatile long resizing;

	// @formatter:off
	private long b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15;
	// @formatter:on

	/** The index of the next value to be received, and the bits of the receiving side. */
	volatile long received;

	/**
	 * Values evicted, including those too old. Written by the holder of the bit EVICTING
	 * before it clears the bit.
	 */
	volatile long evicted;

	/** Values purged. Written like {@link #evicted}. */
	volatile long purged;

	/** Written as a fence where a call might fail with a stack overflow. */
	volatile boolean fence;

	// @formatter:off
	private long c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15;
	// @formatter:on

	/**
	 * Create indices as if {@code first} values had already passed through the channel.
	 */
	RingIndices(ChannelSettings settings, Callbacks<T> callbacks, long first) {
		super(settings, callbacks, new ChannelStatistics(false));
		this.capacity = settings.capacity();
		this.room = first + this.capacity;
		this.received = (first << SHIFT) | UNWATCHED | ((settings.maxAge() != WaitLimit.FOREVER) ? MAX_AGE : 0);
		this.sent = (first << SHIFT) | UNWATCHED;
	}

	/** Set the bit CLOSED. */
	final void setClosed() {
		for (long word = this.sent; (word & CLOSED) == 0; word = this.sent) {
			if (SENT.compareAndSet(this, word, word | CLOSED)) {
				break;
			}
		}
	}

	@Override
	public final boolean isClosed() {
		return (this.sent & CLOSED) != 0;
	}

	@Override
	public final boolean isDrained() {
		long word = this.sent;
		return (word & CLOSED) != 0 && this.received >>> SHIFT == word >>> SHIFT;
	}

	@Override
	public final int capacity() {
		return (int) this.capacity;
	}

	@Override
	public final int size() {
		return counts().size();
	}

	@Override
	final Counts counts() {
		return RingCounts.of(this);
	}

}
