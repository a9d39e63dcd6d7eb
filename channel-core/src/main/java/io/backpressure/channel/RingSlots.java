package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * Slots of a {@link RingChannel}: values and the sequence numbers that publish them.
 */
final class RingSlots {

	/*
	 * Visibility. A value and the slot are written before the sequence is set (release)
	 * and read after it was seen (acquire): that is the happens-before of a send and its
	 * receive, and the reason why a value of the lap before is never taken for the head.
	 * Both sides read the slot before they claim it, the receiver its value as well: the
	 * thread that claims an index first has the slot alone, so what was seen still holds
	 * if the claim succeeds. Value and sequence are then fetched at once, where after the
	 * claim one would wait for the other, and all would wait for the claim. The arrays
	 * are local variables of sends and receives for that reason, read before the claim.
	 *
	 * Lines. Every access to an array reads its length, to check the bounds. That stands
	 * before the first cell, on the same cache line as the first sixteen slots would: a
	 * thread at work there would take that line from all others at each of its steps,
	 * however far away theirs are. Hence the margins; they are two lines long, since
	 * processors fetch lines in pairs, and there is one at the end because of whatever
	 * lies behind.
	 */

	static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

	private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

	/** So many cells of an array stay unused at either end; see 'Lines'. */
	static final int MARGIN = 32;

	/** One less than there are slots, which is a power of two. */
	final int mask;

	/** Whose turn it is at each slot; see {@link RingChannel}. */
	final int[] sequences;

	final @Nullable Object[] values;

	/** When the value of each slot was accepted, if that is measured. */
	final long @Nullable [] stamps;

	/** Slots of a ring that begins with the index {@code first}. */
	RingSlots(int capacity, boolean stamped, long first) {
		int length = Math.max(2, Integer.highestOneBit(capacity - 1) << 1);
		int cells = MARGIN + length + MARGIN;
		this.mask = length - 1;
		this.sequences = new int[cells];
		this.values = new Object[cells];
		this.stamps = stamped ? new long[cells] : null;
		for (long index = first; index <= first + this.mask; index++) {
			this.sequences[slot(index)] = (int) index;
		}
	}

	/** The cell of each array that belongs to an index. */
	int slot(long index) {
		return MARGIN + ((int) index & this.mask);
	}

	int sequence(long index) {
		return (int) INTS.getAcquire(this.sequences, slot(index));
	}

	boolean isPublished(long index) {
		return sequence(index) == (int) index + 1;
	}

	/** Wait for the receiver of the lap before, which is about to leave the slot. */
	void awaitEmpty(long index) {
		for (int turn = 0; sequence(index) != (int) index; turn++) {
			Spin.backOff(turn);
		}
	}

	static void publish(int[] sequences, @Nullable Object[] values, long @Nullable [] stamps, int slot, long index,
			Object value) {
		values[slot] = value;
		if (stamps != null) {
			stamps[slot] = System.nanoTime();
		}
		INTS.setRelease(sequences, slot, (int) index + 1);
	}

	/** Empty a slot, whose next sender is that of the index {@code next}. */
	static void empty(int[] sequences, @Nullable Object[] values, int slot, int next) {
		values[slot] = null;
		INTS.setRelease(sequences, slot, next);
	}

	/** Take the value of an index that this thread has claimed. */
	@Nullable Object remove(long index) {
		int slot = slot(index);
		Object value = this.values[slot];
		empty(this.sequences, this.values, slot, (int) index + this.mask + 1);
		return value;
	}

	/** When the value of an index was accepted, if that is measured. */
	long stamp(long index) {
		return (this.stamps != null) ? (long) LONGS.getAcquire(this.stamps, slot(index)) : 0;
	}

}
