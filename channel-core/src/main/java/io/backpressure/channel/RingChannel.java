package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A bounded buffer for many senders and receivers that takes no lock: a ring whose slots
 * carry a sequence number, after Dmitry Vyukov's bounded MPMC queue, with the state that
 * waiting and closing need inside its two index words.
 *
 * @param <T> the type of the values
 */
final class RingChannel<T> extends RingWaiting<T> {

	/*
	 * Indices and slots. The word 'sent' holds the index of the next value to be sent,
	 * 'received' that of the next to be received; both only grow, and what lies between
	 * them is buffered. An index belongs to the slot of its remainder. The sequence of a
	 * slot says whose turn it is: i, the sender of index i may fill it; i + 1, that value
	 * is published and the receiver of index i may take it, which leaves i + length, the
	 * turn of the sender one lap later. A thread first claims an index by a
	 * compare-and-set of the word, then works on the slot, then sets its sequence. An int
	 * is enough for that: a slot is only ever compared with the index of its lap or of
	 * the lap before, and the claim compares all bits of the index. It is also less to
	 * move from one processor to another, which is most of what a value costs on its way.
	 *
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
	 * Bound. A send claims index i only after it saw i < received + capacity; 'received'
	 * only grows, so this still holds at the claim, for any capacity. The slot may then
	 * still be held by a receiver that has claimed it a lap ago and is a few instructions
	 * from leaving: the sender waits for that, and a receiver likewise for the sender
	 * that has claimed the head but not published it. Otherwise a receive could answer
	 * "empty" though a later send has returned. This wait (Spin.backOff) is the price for
	 * being linearizable; it lasts only if that thread was preempted just there.
	 *
	 * Linearization. A send takes effect at its claim, a receive at its claim. "Full" is
	 * right when 'received' is read, after 'sent': more may have been sent meanwhile, and
	 * the bound does not let it be less. "Empty" is right when 'sent' is read, after
	 * 'received', for the same reason. Counts are read between two equal readings of
	 * 'received'.
	 *
	 * Eviction. On a full buffer a sender sets the evicting bit of 'received', which
	 * holds off receivers and other evictions; 'received' is then fixed, the buffer stays
	 * full, and so is 'sent' but for its bits. It claims the next index: that one step
	 * removes the head and adds the value. Then it takes the head, publishes its value
	 * (in one step if both have the same slot, as with a capacity that is a power of two)
	 * and moves 'received' on without the bit. Between the two steps the words are one
	 * further apart than the capacity; counts and the age of the oldest value allow for
	 * that, and everything else that reads the bit waits.
	 *
	 * A purge removes heads in the same way, but adds nothing: the bit is set, the head
	 * taken and counted as purged, and 'received' moved on. Senders may wait meanwhile,
	 * and set WAITED_FOR, so that it moves by a compare-and-set.
	 *
	 * Closing is the bit CLOSED of 'sent': a send's claim expects a word without it, so
	 * nothing is sent after it, and 'sent' no longer moves. Drained is closed and both
	 * indices equal. An evicting sender that finds it gives the bit back, nothing moved.
	 *
	 * Waiting, and what makes a wake-up impossible to lose, is explained in RingWaiting.
	 *
	 * Statistics. All counts but those of drops and waits follow from the indices. One
	 * call in 256 reads the clock. The times of last use are noted by the calls
	 * themselves while these are few; the word then has the bit UNWATCHED, which claims
	 * carry on. Once they are many the bit is cleared, and the ActivityClock looks at the
	 * indices instead. So counting costs a send or receive no instruction but the test of
	 * two bits that it has in hand.
	 */

	private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

	/** One call in 256 is timed: the one with these bits of its index clear. */
	private static final int SAMPLING = 255;

	/**
	 * Pauses of a receiver that has caught up with a sender: long enough for that one to
	 * get ahead by more than a cache line, and fewer than the fifty turns that a model
	 * checker takes for a loop without end.
	 */
	private static final int FALL_BACK = 48;

	/** No reading of {@link System#nanoTime()} is at hand. */
	private static final long CLOCK_NOT_READ = 0;

	private final @Nullable Object[] values;

	/** When the value of each slot was accepted, if that is measured. */
	private final long @Nullable [] stamps;

	static <T> RingChannel<T> create(ChannelSettings settings, Callbacks<T> callbacks) {
		return new RingChannel<>(settings, callbacks, 0);
	}

	/** A channel that looks as if so many values had gone through it. */
	RingChannel(ChannelSettings settings, Callbacks<T> callbacks, long first) {
		super(settings, callbacks);
		int cells = this.sequences.length;
		this.values = new Object[cells];
		this.stamps = settings.measureBufferWait() ? new long[cells] : null;
		for (long index = first; index <= first + this.mask; index++) {
			this.sequences[slot(index)] = (int) index;
		}
		this.room = first + this.capacity;
		this.received = (first << SHIFT) | UNWATCHED;
		this.sent = (first << SHIFT) | UNWATCHED;
		VarHandle.fullFence();
	}

	// Sending

	@Override
	SendResult offer(T value, boolean timed) {
		int[] sequences = this.sequences;
		@Nullable Object[] values = this.values;
		for (;;) {
			long word = this.sent;
			if ((word & CLOSED) != 0) {
				return SendResult.CLOSED;
			}
			long index = word >>> SHIFT;
			if (index >= (long) ROOM.getAcquire(this) && !findRoom(index)) {
				return SendResult.FULL;
			}
			if (timed && (index & SAMPLING) == 0) {
				return offerTimed(value);
			}
			int slot = slot(index);
			boolean empty = (int) INTS.getAcquire(sequences, slot) == (int) index;
			if (SENT.compareAndSet(this, word, (word & ~WAITED_FOR) + ONE)) {
				if (!empty) {
					awaitEmpty(slot, index);
				}
				publish(sequences, values, slot, index, value);
				if ((word & (WAITED_FOR | UNWATCHED)) != 0) {
					afterSend(word);
				}
				return SendResult.SENT;
			}
		}
	}

	private SendResult offerTimed(T value) {
		long start = System.nanoTime();
		SendResult result = offer(value, false);
		if (result == SendResult.SENT) {
			this.sendTimes.sampled(System.nanoTime() - start, this.sent >>> SHIFT);
		}
		return result;
	}

	/** Look whether receivers have made room for an index, and for how many more. */
	private boolean findRoom(long index) {
		long room = (this.received >>> SHIFT) + this.capacity;
		if (index >= room) {
			return false;
		}
		ROOM.setRelease(this, room);
		return true;
	}

	private void publish(int[] sequences, @Nullable Object[] values, int slot, long index, T value) {
		values[slot] = value;
		if (this.stamps != null) {
			this.stamps[slot] = System.nanoTime();
		}
		INTS.setRelease(sequences, slot, (int) index + 1);
	}

	/** Wait for the receiver of the lap before, which is about to leave the slot. */
	private void awaitEmpty(int slot, long index) {
		for (int turn = 0; (int) INTS.getAcquire(this.sequences, slot) != (int) index; turn++) {
			Spin.backOff(turn);
		}
	}

	private void afterSend(long word) {
		if ((word & WAITED_FOR) != 0) {
			this.receivers.signal();
		}
		if ((word & UNWATCHED) != 0) {
			used(this.lastSend, SENT, System.nanoTime());
		}
	}

	@Override
	SendResult offerEvicting(T value) {
		for (int turn = 0;; turn++) {
			long head = this.received;
			long index = head >>> SHIFT;
			long tail = this.sent;
			if ((head & EVICTING) == 0 && tail >>> SHIFT == index + this.capacity && isPublished(index)
					&& RECEIVED.compareAndSet(this, head, head | EVICTING)) {
				return evict(head, tail, value);
			}
			SendResult result = offer(value, true);
			if (result != SendResult.FULL) {
				return result;
			}
			if (this.received >>> SHIFT == index) {
				Spin.backOff(turn); // another sender is replacing the head, or is still
									// publishing it
			}
		}
	}

	/**
	 * Replace the head of a full buffer; this thread has set the evicting bit since it
	 * read both words.
	 */
	private SendResult evict(long head, long tail, T value) {
		long index = head >>> SHIFT;
		long next = index + this.capacity;
		long start = ((next & SAMPLING) == 0) ? System.nanoTime() : 0;
		long word = tail; // a closed one is not expected, and so not replaced
		while (!SENT.compareAndSet(this, word & ~CLOSED, ((next + 1) << SHIFT) | (word & UNWATCHED))) {
			word = this.sent;
			if ((word & CLOSED) != 0) {
				RECEIVED.setRelease(this, head);
				return SendResult.CLOSED;
			}
		}
		T oldest = valueOf(index);
		int slot = slot(next);
		if (slot != slot(index)) {
			empty(this.sequences, this.values, slot(index), index);
			awaitEmpty(slot, next);
		}
		publish(this.sequences, this.values, slot, next, value);
		EVICTED.setRelease(this, (long) EVICTED.getOpaque(this) + 1);
		RECEIVED.setRelease(this, ((index + 1) << SHIFT) | (head & (UNWATCHED | ODD_PURGES)) | (~head & ODD_EVICTIONS));
		afterSend(word);
		if (start != 0) {
			this.sendTimes.sampled(System.nanoTime() - start, next + 1);
		}
		this.callbacks.dropped(oldest);
		return SendResult.SENT;
	}

	// Receiving

	@Override
	@Nullable T poll(boolean timed) {
		return poll(timed, CLOCK_NOT_READ);
	}

	@Override
	@Nullable T pollAfterWait(long now) {
		return poll(false, now);
	}

	private @Nullable T poll(boolean timed, long now) {
		int[] sequences = this.sequences;
		@Nullable Object[] values = this.values;
		for (int turn = 0;;) {
			long word = this.received;
			long index = word >>> SHIFT;
			int slot = slot(index);
			if ((word & EVICTING) == 0 && (int) INTS.getAcquire(sequences, slot) == (int) index + 1) {
				if (timed && (index & SAMPLING) == 0) {
					return pollTimed();
				}
				@SuppressWarnings({ "unchecked", "NullAway" }) // it is published
				T value = (T) values[slot];
				if (RECEIVED.compareAndSet(this, word, (word & ~WAITED_FOR) + ONE)) {
					if (this.stamps != null) {
						return takeMeasured(this.stamps, index, word, now);
					}
					empty(sequences, values, slot, index);
					if ((word & (WAITED_FOR | UNWATCHED)) != 0) {
						afterReceive(word, now);
					}
					return value;
				}
			}
			else if (this.sent >>> SHIFT == index) {
				return null;
			}
			else if (this.received == word) { // a sender is publishing the head, or
												// replacing it
				if (turn == 0) {
					Spin.pause(FALL_BACK);
				}
				Spin.backOff(turn++);
			}
		}
	}

	private @Nullable T pollTimed() {
		long start = System.nanoTime();
		T value = poll(false);
		if (value != null) {
			this.receiveTimes.sampled(System.nanoTime() - start, receivedAtLeast());
		}
		return value;
	}

	private T takeMeasured(long[] stamps, long index, long word, long now) {
		long accepted = stamps[slot(index)];
		T value = takeFrom(index);
		afterReceive(word, now);
		this.callbacks.received(System.nanoTime() - accepted);
		return value;
	}

	private void afterReceive(long word, long now) {
		if ((word & WAITED_FOR) != 0) {
			this.senders.signal();
		}
		if ((word & UNWATCHED) != 0) {
			used(this.lastReceive, RECEIVED, (now != CLOCK_NOT_READ) ? now : System.nanoTime());
		}
	}

	private boolean isPublished(long index) {
		return (int) INTS.getAcquire(this.sequences, slot(index)) == (int) index + 1;
	}

	/** The value of an index that is published, and has not been taken. */
	@SuppressWarnings({ "unchecked", "NullAway" }) // publish put it there
	private T valueOf(long index) {
		return (T) this.values[slot(index)];
	}

	/** Empty the slot of an index that this thread has claimed. */
	private void empty(int[] sequences, @Nullable Object[] values, int slot, long index) {
		values[slot] = null;
		INTS.setRelease(sequences, slot, (int) index + this.mask + 1);
	}

	private T takeFrom(long index) {
		T value = valueOf(index);
		empty(this.sequences, this.values, slot(index), index);
		return value;
	}

	@Override
	@Nullable T discard(long end) {
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
	private T discardHead(long index) {
		T value = takeFrom(index);
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

	// Looking

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

	// Closing

	@Override
	boolean closeBuffer() {
		long word;
		do {
			word = this.sent;
			if ((word & CLOSED) != 0) {
				return false;
			}
		}
		while (!SENT.compareAndSet(this, word, word | CLOSED));
		this.senders.signalAll();
		this.receivers.signalAll();
		return true;
	}

}
