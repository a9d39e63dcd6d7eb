package io.backpressure.channel;

import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * A bounded buffer for many senders and receivers that takes no lock: a ring whose slots
 * carry a sequence number, after Dmitry Vyukov's bounded MPMC queue, with the state that
 * waiting and closing need inside its two index words.
 *
 * @param <T> the type of the values
 */
final class RingChannel<T> extends RingSlots<T> {

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
	 * removes the head and adds the value. Then it empties the slot of the head,
	 * publishes its value (in one step if both have the same slot, as with a capacity
	 * that is a power of two) and moves 'received' on without the bit. Between the two
	 * steps the words are one further apart than the capacity; counts and the age of the
	 * oldest value allow for that, and everything else that reads the bit waits. If
	 * 'sent' has changed, closed or waited for, the sender gives the bit back, nothing
	 * moved, and begins anew.
	 *
	 * Closing is the bit CLOSED of 'sent': a send's claim expects a word without it, so
	 * nothing is sent after it, and 'sent' no longer moves. Drained is closed and both
	 * indices equal.
	 *
	 * Errors. A claim cannot be taken back. In compiled code nothing can fail between it
	 * and the release of the slot, but while code is interpreted each access through a
	 * handle is a call, for which there may be no stack. So what is thrown after a claim
	 * is caught there, and the rest of the step done by plain accesses, which need none.
	 * A wake-up takes calls even when compiled: if one will be due, the StackReserve is
	 * checked before the claim. There is no call between the check of a word and its
	 * claim otherwise, and none within the try around the release, since either would
	 * have compiled code keep on the stack what it now has in registers. What comes after
	 * a send or receive catches what it throws, although its caller does: without that a
	 * pair on one thread takes 6 % longer (JDK 17).
	 *
	 * Visibility, cache lines and purges are explained in RingSlots; waiting, and what
	 * makes a wake-up impossible to lose, in RingWaiting.
	 *
	 * Statistics. All counts but those of drops and waits follow from the indices. One
	 * call in 256 reads the clock, by a hash of its index: a rhythm of the calls, such as
	 * bursts of a power of two, is not that of the samples. The times of last use are
	 * noted by the calls themselves while these are few; the word then has the bit
	 * UNWATCHED, which claims carry on. Once they are many the bit is cleared, and the
	 * ActivityClock looks at the indices instead. So counting costs a send or receive no
	 * instruction but the test of two bits that it has in hand.
	 */

	/** Multiplier of the hash that selects the calls to be timed (Knuth's). */
	private static final int HASH = 0x9E3779B9;

	/** One call in 256 is timed: the one whose hash has all these bits clear. */
	private static final int SAMPLED = 0xFF000000;

	/**
	 * Pauses of a receiver that has caught up with a sender: long enough for that one to
	 * get ahead by more than a cache line, and fewer than the fifty turns that a model
	 * checker takes for a loop without end.
	 */
	private static final int FALL_BACK = 48;

	/** No reading of {@link System#nanoTime()} is at hand. */
	private static final long CLOCK_NOT_READ = 0;

	static {
		Rehearsal.run();
	}

	static <T> RingChannel<T> create(ChannelSettings settings, Callbacks<T> callbacks) {
		return new RingChannel<>(settings, callbacks, 0);
	}

	/** A channel that looks as if so many values had gone through it. */
	RingChannel(ChannelSettings settings, Callbacks<T> callbacks, long first) {
		super(settings, callbacks, first);
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
			if ((word & (CLOSED | WAITED_FOR)) != 0 && isClosed(word)) {
				return SendResult.CLOSED;
			}
			long index = word >>> SHIFT;
			if (index >= (long) ROOM.getAcquire(this) && !findRoom(index)) {
				return SendResult.FULL;
			}
			if (timed && isSampled(index)) {
				return offerTimed(value);
			}
			int slot = slot(index);
			boolean empty = (int) INTS.getAcquire(sequences, slot) == (int) index;
			if (SENT.compareAndSet(this, word, (word & ~WAITED_FOR) + ONE)) {
				try {
					if (!empty) {
						awaitEmpty(slot, index);
					}
					publish(sequences, values, slot, index, value);
				}
				catch (Throwable ex) { // no calls, see 'Errors'
					while (sequences[slot] - (int) index < 0) {
						this.fence = true;
					}
					if (sequences[slot] == (int) index) {
						values[slot] = value;
						this.fence = true;
						sequences[slot] = (int) index + 1;
					}
				}
				if ((word & (WAITED_FOR | UNWATCHED)) != 0) {
					try {
						afterSend(word);
					}
					catch (Throwable ex) {
						// not even enough stack to note the time
					}
				}
				return SendResult.SENT;
			}
		}
	}

	/** Whether a sending word is closed; if not, there is stack for a wake-up. */
	private static boolean isClosed(long word) {
		if ((word & CLOSED) != 0) {
			return true;
		}
		StackReserve.check();
		return false;
	}

	private static boolean isSampled(long index) {
		return ((int) index * HASH & SAMPLED) == 0;
	}

	private SendResult offerTimed(T value) {
		long start = System.nanoTime();
		SendResult result = offer(value, false);
		if (result == SendResult.SENT) {
			try {
				this.sendTimes.sample(System.nanoTime() - start, this.sent >>> SHIFT);
			}
			catch (Throwable ex) {
				// one sample less
			}
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

	private void afterSend(long word) {
		try {
			if ((word & WAITED_FOR) != 0) {
				this.receivers.signal();
			}
			if ((word & UNWATCHED) != 0) {
				used(this.lastSend, SENT, System.nanoTime());
			}
		}
		catch (Throwable ex) { // by the caller as well, see 'Errors'
			// the value is sent, whatever keeps its time from being noted
		}
	}

	@Override
	SendResult offerEvicting(T value) {
		for (int turn = 0;; turn++) {
			long head = this.received;
			long index = head >>> SHIFT;
			long tail = this.sent;
			long next = index + this.capacity;
			if ((head & EVICTING) == 0 && tail >>> SHIFT == next && (tail & CLOSED) == 0 && isPublished(index)) {
				long start = isSampled(next) ? System.nanoTime() : 0;
				T oldest = evict(head, tail, value);
				if (oldest != null) {
					try {
						afterEviction(oldest, tail, start);
					}
					catch (Throwable ex) {
						// not even enough stack to report it
					}
					return SendResult.SENT;
				}
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
	 * Replace the published head of a full buffer, unless one of both words has changed.
	 * @return the head, or {@code null} if nothing was replaced
	 */
	@SuppressWarnings("unchecked")
	private @Nullable T evict(long head, long tail, T value) {
		int[] sequences = this.sequences;
		@Nullable Object[] values = this.values;
		long index = head >>> SHIFT;
		long next = tail >>> SHIFT;
		int from = slot(index);
		int to = slot(next);
		T oldest = (T) values[from];
		if (from != to && (int) INTS.getAcquire(sequences, to) != (int) next) {
			return null; // the receiver of the lap before is about to leave the slot
		}
		if ((tail & WAITED_FOR) != 0) {
			StackReserve.check();
		}
		if (!RECEIVED.compareAndSet(this, head, head | EVICTING)) {
			return null;
		}
		try {
			if (!SENT.compareAndSet(this, tail, (tail & ~WAITED_FOR) + ONE)) {
				RECEIVED.setRelease(this, head);
				return null;
			}
			if (from != to) {
				empty(sequences, values, from, index);
			}
			publish(sequences, values, to, next, value);
			EVICTED.setRelease(this, (long) EVICTED.getOpaque(this) + 1);
			RECEIVED.setRelease(this, (head + ONE) ^ ODD_EVICTIONS);
		}
		catch (Throwable ex) { // no calls, see 'Errors'
			if (this.sent >>> SHIFT == next) {
				this.received = head;
				throw ex;
			}
			values[from] = null;
			values[to] = value;
			sequences[from] = (int) index + this.mask + 1;
			long evicted = this.evicted;
			boolean counted = ((evicted & 1) == 0) == ((head & ODD_EVICTIONS) != 0);
			this.evicted = counted ? evicted : evicted + 1; // a fence, too
			sequences[to] = (int) next + 1;
			this.received = (head + ONE) ^ ODD_EVICTIONS;
		}
		return oldest;
	}

	/** What an eviction has left to do; what it throws, the caller discards. */
	private void afterEviction(T oldest, long tail, long start) {
		try {
			if ((tail & (WAITED_FOR | UNWATCHED)) != 0) {
				afterSend(tail);
			}
			if (start != 0) {
				this.sendTimes.sample(System.nanoTime() - start, (tail >>> SHIFT) + 1);
			}
		}
		finally {
			this.callbacks.dropped(oldest);
		}
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

	@SuppressWarnings("NullAway") // what is claimed is published
	private @Nullable T poll(boolean timed, long now) {
		int[] sequences = this.sequences;
		@Nullable Object[] values = this.values;
		long[] stamps = this.stamps;
		for (int turn = 0;;) {
			long word = this.received;
			long index = word >>> SHIFT;
			int slot = slot(index);
			if (((word & (EVICTING | WAITED_FOR)) == 0 || mayClaim(word))
					&& (int) INTS.getAcquire(sequences, slot) == (int) index + 1) {
				if (timed && isSampled(index)) {
					return pollTimed();
				}
				@SuppressWarnings("unchecked")
				T value = (T) values[slot];
				if (RECEIVED.compareAndSet(this, word, (word & ~WAITED_FOR) + ONE)) {
					long accepted = (stamps != null) ? stamps[slot] : 0;
					try {
						empty(sequences, values, slot, index);
					}
					catch (Throwable ex) { // no calls, see 'Errors'
						values[slot] = null;
						this.fence = true;
						sequences[slot] = (int) index + this.mask + 1;
					}
					if ((word & (WAITED_FOR | UNWATCHED)) != 0) {
						try {
							afterReceive(word, now);
						}
						catch (Throwable ex) {
							// not even enough stack to note the time
						}
					}
					if (stamps != null) {
						try {
							this.callbacks.received(System.nanoTime() - accepted);
						}
						catch (Throwable ex) {
							// not even enough stack to report it
						}
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

	/**
	 * Whether the head may be received, by a receiving word; if so, there is stack for a
	 * wake-up.
	 */
	private static boolean mayClaim(long word) {
		if ((word & EVICTING) != 0) {
			return false;
		}
		StackReserve.check();
		return true;
	}

	private @Nullable T pollTimed() {
		long start = System.nanoTime();
		T value = poll(false);
		if (value != null) {
			try {
				this.receiveTimes.sample(System.nanoTime() - start, receivedAtLeast());
			}
			catch (Throwable ex) {
				// one sample less
			}
		}
		return value;
	}

	private void afterReceive(long word, long now) {
		try {
			if ((word & WAITED_FOR) != 0) {
				this.senders.signal();
			}
			if ((word & UNWATCHED) != 0) {
				used(this.lastReceive, RECEIVED, (now != CLOCK_NOT_READ) ? now : System.nanoTime());
			}
		}
		catch (Throwable ex) { // by the caller as well, see 'Errors'
			// the value is received, whatever keeps its time from being noted
		}
	}

	// Closing

	@Override
	void closeBuffer() {
		StackReserve.check();
		for (long word = this.sent; (word & CLOSED) == 0; word = this.sent) {
			if (SENT.compareAndSet(this, word, word | CLOSED)) {
				break;
			}
		}
		this.senders.signalAll();
		this.receivers.signalAll();
	}

}
