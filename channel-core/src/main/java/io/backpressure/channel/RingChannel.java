package io.backpressure.channel;

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
final class RingChannel<T> extends RingIndices<T> {

	/*-
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
	 * a send or receive catches what it throws, although its caller does: compiled code
	 * is faster for it.
	 *
	 * Statistics. All counts but those of drops and waits follow from the indices, and
	 * CallTimes samples calls by their index. The times of last use are noted by the
	 * calls themselves while these are few; the word then has the bit UNWATCHED, which
	 * claims carry on. Once they are many the bit is cleared, and the ActivityClock reads
	 * the indices instead. So counting costs a send or receive no instruction but the
	 * test of two bits that it has in hand.
	 *
	 * Fields, how they are accessed, and what guards a write:
	 *
	 * field               | read                | written         | guarded by
	 * --------------------|---------------------|-----------------|-----------------------
	 * sent                | volatile            | compare-and-set | -
	 * received            | volatile            | compare-and-set | bit EVICTING, once set
	 * evicted, purged     | volatile            | release         | bit EVICTING
	 * room                | acquire             | release         | -, a lower bound
	 * sequences[i]        | acquire             | release         | claim of the index
	 * values[i]           | plain, see sequence | plain           | claim of the index
	 * stamps[i]           | plain, acquire: age | plain           | claim of the index
	 * fence               | never               | volatile        | -
	 * WaitQueue: links    | plain               | plain           | lock of the queue
	 * WaitQueue: size     | volatile            | release         | lock of the queue
	 * Node: waiter        | volatile            | release         | lock of the queue
	 * LastUse: time       | volatile            | compare-and-set | -
	 * CallTimes: sums     | volatile            | getAndAdd       | -
	 * CallTimes: samples  | volatile            | volatile        | odd version
	 * SpinBudget, Backoff | plain, racy         | plain           | -
	 *
	 * Where there may be no stack, the holder of a claim writes plainly, and 'fence' or
	 * the word after it.
	 *
	 * Visibility, cache lines: RingSlots. Waiting, and what makes a wake-up impossible to
	 * lose: Side. Spinning: ActiveWait. Evictions: RingEviction. Purges: RingHead.
	 */

	/**
	 * Pauses of a receiver that has caught up with a sender: long enough for that one to
	 * get ahead by more than a cache line, and fewer than the fifty turns that a model
	 * checker takes for a loop without end.
	 */
	private static final int FALL_BACK = 48;

	static {
		Rehearsal.run();
	}

	final int capacity;

	// The parts of the slots, which a reference to them would delay

	final int mask;

	final int[] sequences;

	final @Nullable Object[] values;

	final long @Nullable [] stamps;

	final RingSlots slots;

	final Side senders;

	final Side receivers;

	final RingActivity activity;

	static <T> RingChannel<T> create(ChannelSettings settings, Callbacks<T> callbacks) {
		return new RingChannel<>(settings, callbacks, 0);
	}

	/** A channel that looks as if so many values had gone through it. */
	RingChannel(ChannelSettings settings, Callbacks<T> callbacks, long first) {
		super(settings, callbacks, first);
		this.capacity = settings.capacity();
		this.slots = new RingSlots(this.capacity, settings.measureBufferWait(), first);
		this.mask = this.slots.mask;
		this.sequences = this.slots.sequences;
		this.values = this.slots.values;
		this.stamps = this.slots.stamps;
		this.senders = Side.ofSenders(this.slots, this.capacity);
		this.receivers = Side.ofReceivers(this.slots, this.capacity);
		this.activity = new RingActivity(this.statistics);
		VarHandle.fullFence();
	}

	int slot(long index) {
		return RingSlots.MARGIN + ((int) index & this.mask);
	}

	boolean isPublished(long index) {
		return (int) RingSlots.INTS.getAcquire(this.sequences, slot(index)) == (int) index + 1;
	}

	// Sending

	@Override
	SendResult offer(T value, Attempt attempt) {
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
			if (attempt != Attempt.FURTHER && CallTimes.isSampled(index)) {
				return offerTimed(value);
			}
			int slot = slot(index);
			boolean empty = (int) RingSlots.INTS.getAcquire(sequences, slot) == (int) index;
			if (SENT.compareAndSet(this, word, (word & ~WAITED_FOR) + ONE)) {
				try {
					if (!empty) {
						this.slots.awaitEmpty(index);
					}
					RingSlots.publish(sequences, values, this.stamps, slot, index, value);
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

	private SendResult offerTimed(T value) {
		long start = System.nanoTime();
		SendResult result = offer(value, Attempt.FURTHER);
		if (result == SendResult.SENT) {
			try {
				this.statistics.sendTimes.sample(System.nanoTime() - start, this.sent >>> SHIFT);
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

	void afterSend(long word) {
		try {
			if ((word & WAITED_FOR) != 0) {
				this.receivers.queue.signal();
			}
			if ((word & UNWATCHED) != 0) {
				this.activity.sent(this, System.nanoTime());
			}
		}
		catch (Throwable ex) { // by the caller as well, see 'Errors'
			// the value is sent, whatever keeps its time from being noted
		}
	}

	@Override
	SendResult offerEvicting(T value) {
		return RingEviction.offer(this, value);
	}

	// Receiving

	@Override
	@SuppressWarnings("NullAway") // what is claimed is published
	@Nullable T poll(Attempt attempt, long now) {
		int[] sequences = this.sequences;
		@Nullable Object[] values = this.values;
		long[] stamps = this.stamps;
		for (int turn = 0;;) {
			long word = this.received;
			long index = word >>> SHIFT;
			int slot = slot(index);
			if (((word & (EVICTING | WAITED_FOR)) == 0 || mayClaim(word))
					&& (int) RingSlots.INTS.getAcquire(sequences, slot) == (int) index + 1) {
				if (attempt != Attempt.FURTHER && CallTimes.isSampled(index)) {
					return pollTimed();
				}
				@SuppressWarnings("unchecked")
				T value = (T) values[slot];
				if (RECEIVED.compareAndSet(this, word, (word & ~WAITED_FOR) + ONE)) {
					long accepted = (stamps != null) ? stamps[slot] : 0;
					try {
						RingSlots.empty(sequences, values, slot, (int) index + this.mask + 1);
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
		T value = poll(Attempt.FURTHER, CLOCK_NOT_READ);
		if (value != null) {
			try {
				this.statistics.receiveTimes.sample(System.nanoTime() - start, receivedAtLeast());
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
				this.senders.queue.signal();
			}
			if ((word & UNWATCHED) != 0) {
				this.activity.received(this, (now != CLOCK_NOT_READ) ? now : System.nanoTime());
			}
		}
		catch (Throwable ex) { // by the caller as well, see 'Errors'
			// the value is received, whatever keeps its time from being noted
		}
	}

	// Waiting, closing and the head

	@Override
	long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException {
		return this.senders.await(this, now, nanos, token);
	}

	@Override
	long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException {
		return this.receivers.await(this, now, nanos, token);
	}

	@Override
	public int waitingSenders() {
		return this.senders.queue.size();
	}

	@Override
	public int waitingReceivers() {
		return this.receivers.queue.size();
	}

	@Override
	void closeBuffer() {
		StackReserve.check();
		for (long word = this.sent; (word & CLOSED) == 0; word = this.sent) {
			if (SENT.compareAndSet(this, word, word | CLOSED)) {
				break;
			}
		}
		this.senders.queue.signalAll();
		this.receivers.queue.signalAll();
	}

	@Override
	public int purge() {
		return purge(this.sent >>> SHIFT, (end) -> RingHead.discard(this, end));
	}

	@Override
	public Duration oldestAge() {
		return RingHead.age(this);
	}

}
