package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Slots of a {@link RingChannel}: publishing into and emptying a slot that a thread has
 * claimed, purging, and the age of the oldest value.
 *
 * @param <T> the type of the values
 */
abstract class RingSlots<T> extends RingWaiting<T> {

	/*
	 * Visibility. A value and the slot are written before the sequence is set (release)
	 * and read after it was seen (acquire): that is the happens-before of a send and its
	 * receive, and the reason why a value of the lap before is never taken for the head.
	 * Both sides look at the slot before they claim it, the receiver at its value as
	 * well: who claims an index first has the slot alone, so what was seen still holds if
	 * the claim succeeds. Value and sequence are then fetched at once, where after the
	 * claim one would wait for the other, and all would wait for the claim. The arrays
	 * are local variables of both methods for that reason: read after the claim, they
	 * cost a tenth of a send and receive on one thread (benchmark of the pair, AMD Zen
	 * 4).
	 *
	 * Lines. Every access to an array reads its length, to check the bounds. That stands
	 * before the first cell, on the same cache line as the first sixteen slots would: a
	 * thread at work there would take that line from all others at each of its steps,
	 * however far away theirs are. Hence the margins; they are two lines long, since
	 * processors fetch lines in pairs, and there is one at the end because of whatever
	 * lies behind.
	 *
	 * A purge removes heads as an eviction does, but adds nothing: the bit is set, the
	 * head taken and counted as purged, and 'received' moved on. Senders may wait
	 * meanwhile, and set WAITED_FOR, so that it moves by a compare-and-set.
	 */

	private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

	final @Nullable Object[] values;

	/** When the value of each slot was accepted, if that is measured. */
	final long @Nullable [] stamps;

	/** Slots of a ring that begins with the index {@code first}. */
	RingSlots(ChannelSettings settings, Callbacks<T> callbacks, long first) {
		super(settings, callbacks);
		int cells = this.sequences.length;
		this.values = new Object[cells];
		this.stamps = settings.measureBufferWait() ? new long[cells] : null;
		for (long index = first; index <= first + this.mask; index++) {
			this.sequences[slot(index)] = (int) index;
		}
	}

	final void publish(int[] sequences, @Nullable Object[] values, int slot, long index, T value) {
		values[slot] = value;
		if (this.stamps != null) {
			this.stamps[slot] = System.nanoTime();
		}
		INTS.setRelease(sequences, slot, (int) index + 1);
	}

	/** Wait for the receiver of the lap before, which is about to leave the slot. */
	final void awaitEmpty(int slot, long index) {
		for (int turn = 0; (int) INTS.getAcquire(this.sequences, slot) != (int) index; turn++) {
			Spin.backOff(turn);
		}
	}

	final boolean isPublished(long index) {
		return (int) INTS.getAcquire(this.sequences, slot(index)) == (int) index + 1;
	}

	/** Empty the slot of an index that this thread has claimed. */
	final void empty(int[] sequences, @Nullable Object[] values, int slot, long index) {
		values[slot] = null;
		INTS.setRelease(sequences, slot, (int) index + this.mask + 1);
	}

	@Override
	@Nullable T discard(long end) {
		StackReserve.check();
		for (int turn = 0;; turn++) {
			long word = this.received;
			long index = word >>> SHIFT;
			if (index >= end) {
				return null;
			}
			if ((word & EVICTING) == 0 && isPublished(index) && RECEIVED.compareAndSet(this, word, word | EVICTING)) {
				return discardHead(index);
			}
			Spin.backOff(turn);
		}
	}

	/** Remove the head for nothing; this thread has set the evicting bit. */
	@SuppressWarnings("NullAway") // it is published
	private T discardHead(long index) {
		int slot = slot(index);
		@SuppressWarnings("unchecked")
		T value = (T) this.values[slot];
		empty(this.sequences, this.values, slot, index);
		PURGED.setRelease(this, (long) PURGED.getOpaque(this) + 1);
		long word;
		do {
			word = this.received; // senders may still ask for a wake-up
		}
		while (!RECEIVED.compareAndSet(this, word,
				((index + 1) << SHIFT) | (word & (UNWATCHED | ODD_EVICTIONS)) | (~word & ODD_PURGES)));
		if ((word & WAITED_FOR) != 0) {
			this.senders.signal();
		}
		return value;
	}

	@Override
	public Duration oldestAge() {
		long[] stamps = this.stamps;
		while (stamps != null) {
			long index = oldest();
			boolean published = isPublished(index);
			long accepted = (long) LONGS.getAcquire(stamps, slot(index));
			if (oldest() == index) { // so the slot had not been used again
				return published ? Duration.ofNanos(System.nanoTime() - accepted) : Duration.ZERO;
			}
		}
		return Duration.ZERO;
	}

	/** The index of the oldest value, but for one that is being evicted. */
	private long oldest() {
		long word = this.received;
		return (word >>> SHIFT) + (((word & EVICTING) != 0) ? 1 : 0);
	}

}
