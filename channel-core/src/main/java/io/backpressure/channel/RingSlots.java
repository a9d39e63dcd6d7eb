package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Slots of a {@link RingChannel}: values and the sequence numbers that publish them.
 */
final class RingSlots {

	/*
	 * Visibility. The value is written before the sequence is set (release), and read
	 * after the sequence was read (acquire). This is the happens-before edge between a
	 * send and its receive, and the reason why a value of the previous lap is never
	 * mistaken for the head.
	 *
	 * Both sides read the sequence before they claim the index; the receiver reads the
	 * value as well. Only the thread that claims an index may change its slot, so what
	 * was read still holds if the claim succeeds. Reading both before the claim lets the
	 * processor fetch value and sequence in parallel; after the claim, one load would
	 * wait for the other, and both for the claim. For the same reason sends and receives
	 * copy the arrays to local variables before the claim.
	 *
	 * Lines. Every access to an array reads its length for the bounds check. The length
	 * lies before the first cell, and so would share a cache line with the first slots: a
	 * thread that uses these slots would take that line from all other threads at each
	 * step, whichever slots they use. The margins prevent this. They are at least two
	 * lines long, since processors fetch lines in pairs. The margin at the end separates
	 * the slots from the next object.
	 */

	static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

	private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

	/** Number of unused cells at either end of an array; see 'Lines'. */
	static final int MARGIN = 32;

	/** The number of slots, which is a power of two, minus one. */
	final int mask;

	/**
	 * The sequence of each slot, which says whose turn it is; see {@link RingChannel}.
	 */
	final int[] sequences;

	final @Nullable Object[] values;

	/**
	 * The time at which the value of each slot was accepted, if that is measured.
	 */
	final long @Nullable [] stamps;

	/** Create the slots of a ring whose first index is {@code first}. */
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

	/** Return the cell of an index, the same in each array. */
	int slot(long index) {
		return slot((int) index, this.mask);
	}

	static int slot(int index, int mask) {
		return MARGIN + (index & mask);
	}

	int sequence(long index) {
		return (int) INTS.getAcquire(this.sequences, slot(index));
	}

	boolean isPublished(long index) {
		return sequence(index) == (int) index + 1;
	}

	/** Wait for the receiver of the previous lap, which is about to leave the slot. */
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

	/** Empty a slot. The sender of the index {@code next} may fill it next. */
	static void empty(int[] sequences, @Nullable Object[] values, int slot, int next) {
		values[slot] = null;
		INTS.setRelease(sequences, slot, next);
	}

	/**
	 * Publish values at consecutive indices that this thread has claimed, at most up to
	 * the last slot of the array.
	 * @param first the index of the first value
	 * @param source the values
	 * @param from the position of the first value in {@code source}
	 * @param count the number of values
	 * @return the number of values published
	 */
	int publishRun(long first, Object[] source, int from, int count) {
		int[] sequences = this.sequences;
		int start = slot(first);
		int run = Math.min(count, MARGIN + this.mask + 1 - start);
		for (int i = 0; i < run; i++) {
			if ((int) INTS.getAcquire(sequences, start + i) != (int) first + i) {
				awaitEmpty(first + i);
			}
		}
		System.arraycopy(source, from, this.values, start, run);
		if (this.stamps != null) {
			Arrays.fill(this.stamps, start, start + run, System.nanoTime());
		}
		int published = (int) first + 1;
		for (int i = 0; i < run; i++) {
			INTS.setRelease(sequences, start + i, published + i);
		}
		return run;
	}

	/**
	 * Remove the values of consecutive indices that this thread has claimed, at most up
	 * to the last slot of the array or to the end of {@code target}.
	 * @param first the index of the first value
	 * @param target receives the values
	 * @param to the position of the first value in {@code target}
	 * @return the number of values removed
	 */
	int removeRun(long first, Object[] target, int to) {
		int[] sequences = this.sequences;
		int start = slot(first);
		int run = Math.min(target.length - to, MARGIN + this.mask + 1 - start);
		System.arraycopy(this.values, start, target, to, run);
		Arrays.fill(this.values, start, start + run, null);
		int next = (int) first + this.mask + 1;
		for (int i = 0; i < run; i++) {
			INTS.setRelease(sequences, start + i, next + i);
		}
		return run;
	}

	/** Remove the value of an index that this thread has claimed. */
	@Nullable Object remove(long index) {
		int slot = slot(index);
		Object value = this.values[slot];
		empty(this.sequences, this.values, slot, (int) index + this.mask + 1);
		return value;
	}

	/**
	 * Return the time at which the value of an index was accepted, 0 if that is not
	 * measured.
	 */
	long stamp(long index) {
		return (this.stamps != null) ? (long) LONGS.getAcquire(this.stamps, slot(index)) : 0;
	}

}
