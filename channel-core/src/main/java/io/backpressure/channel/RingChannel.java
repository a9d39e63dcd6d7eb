package io.backpressure.channel;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Bounded buffer for many senders and receivers, without locks on the common path: a ring
 * whose slots carry a sequence number, after Dmitry Vyukov's bounded MPMC queue. Its two
 * index words also hold the state for waiting and closing.
 *
 * @param <T> the type of the values
 */
final class RingChannel<T> extends RingIndices<T> {

	/*-
	 * Indices and slots. The word 'sent' holds the index of the next value to be sent,
	 * 'received' that of the next to be received. Both only grow, and the values between
	 * them are buffered. The slot of index i is i modulo length, the number of slots. The
	 * sequence of a slot says whose turn it is. If it is i, the sender of index i may
	 * fill the slot. If it is i + 1, the value is published, and the receiver of index i
	 * may take it; then the sequence becomes i + length, the turn of the sender one lap
	 * later. A thread first claims an index by a compare-and-set of the word, then works
	 * on the slot, then sets its sequence. An int suffices as a sequence: it is only
	 * compared with an index of the same lap or the previous one, and the claim compares
	 * all bits of the index. An int instead of a long reduces the data that moves between
	 * processors, which is most of the cost of a value.
	 *
	 * Bound. A send claims index i only after it has seen i < received + capacity. Since
	 * 'received' only grows, this still holds at the claim; see RingResize. The slot
	 * may then still be held by a receiver that claimed it one lap ago and is a few
	 * instructions from leaving it: the sender waits for that receiver. Likewise, a
	 * receiver waits for a sender that has claimed the head but not yet published it;
	 * otherwise a receive could report an empty buffer although a later send has
	 * returned. This wait (Spin.backOff) is the price of linearizability.
	 *
	 * Linearization. Sends and receives take effect at their claims. "Full" is true at
	 * the moment when 'received' is read, which is after 'sent': 'sent' can only have
	 * grown meanwhile, and the bound keeps it from exceeding a full buffer. "Empty" is
	 * true at the moment when 'sent' is read, which is after 'received', for the same
	 * reason. Counts are read between two equal readings of 'received'.
	 *
	 * Closing sets the bit CLOSED of 'sent'. The claim of a send expects a word without
	 * it, so nothing is sent afterwards and 'sent' no longer moves. The channel is
	 * drained if it is closed and both indices are equal.
	 *
	 * Errors. A claim cannot be undone. In compiled code nothing can fail between the
	 * claim and the release of the slot. In interpreted code each access through a handle
	 * is a call, for which there may be no stack. So an error after a claim is caught
	 * there, and the step is completed by plain accesses, which need no stack. A wake-up
	 * makes calls even when compiled: if one will be due, the StackReserve is checked
	 * before the claim. On the common path there is no other call between the check of a
	 * word and its claim, and none within the try block around the release, since either
	 * would make compiled code keep values on the stack. The code after a send or receive
	 * catches its own errors, as its caller does: compiled code is faster that way.
	 *
	 * See also: RingIndices (fields and their access), RingSlots (visibility, cache
	 * lines), Side (waiting, no lost wake-up), ActiveWait, RingEviction, RingHead (purges),
	 * RingExpiry, RingBatch (runs of values), RingDrain (the drained channel).
	 */

	/**
	 * Number of pauses of a receiver that has caught up with a sender. They let the
	 * sender get ahead by more than a cache line, and are fewer than the turns that a
	 * model checker considers an endless loop.
	 */
	private static final int FALL_BACK_PAUSES = 48;

	static {
		Warmup.run();
	}

	// copies of the fields of the slots, to avoid an indirection

	final int mask;

	final int[] sequences;

	final @Nullable Object[] values;

	final long @Nullable [] stamps;

	final RingSlots slots;

	final Side senders;

	final Side receivers;

	final RingDrain drain = new RingDrain();

	final RingActivity activity;

	static <T> RingChannel<T> create(ChannelSettings settings, Callbacks<T> callbacks) {
		return new RingChannel<>(settings, callbacks, 0);
	}

	/** Create a channel as if {@code first} values had already passed through it. */
	RingChannel(ChannelSettings settings, Callbacks<T> callbacks, long first) {
		super(settings, callbacks, first);
		this.slots = new RingSlots(settings.maxCapacity(), settings.measureBufferWait(), first);
		this.mask = this.slots.mask;
		this.sequences = this.slots.sequences;
		this.values = this.slots.values;
		this.stamps = this.slots.stamps;
		this.senders = Side.ofSenders(this.slots);
		this.receivers = Side.ofReceivers(this.slots);
		this.activity = new RingActivity(this.statistics, RingExpiry.of(settings));
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
			if ((word & (CLOSED | WAITED_FOR | SHRUNK)) != 0 && isClosedOrShrunk(word)) {
				return RingResize.offer(this, value);
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
						// not even enough stack to record the time
					}
				}
				return SendResult.SENT;
			}
		}
	}

	/** Return whether CLOSED or SHRUNK is set; if not, check the stack. */
	private static boolean isClosedOrShrunk(long word) {
		if ((word & (CLOSED | SHRUNK)) != 0) {
			return true;
		}
		StackReserve.checkForWakeUp();
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
				// the sample is lost
			}
		}
		return result;
	}

	/** Check whether receivers have made room for an index, and cache the new limit. */
	private boolean findRoom(long index) {
		if (index >= (this.received >>> SHIFT) + this.capacity) {
			return false;
		}
		RingResize.cacheRoom(this);
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
		catch (Throwable ex) { // also caught by the caller, see 'Errors'
			// the value is already sent
		}
	}

	@Override
	int offerRun(Object[] values, int from) {
		return RingBatch.offer(this, values, from);
	}

	@Override
	SendResult offerEvicting(T value, @Nullable Consumer<? super T> evicted) {
		return RingEviction.offer(this, value, evicted);
	}

	// Receiving

	@Override
	@SuppressWarnings("NullAway") // a claimed value is published
	@Nullable T poll(Attempt attempt, long now) {
		int[] sequences = this.sequences;
		@Nullable Object[] values = this.values;
		long[] stamps = this.stamps;
		for (int turn = 0;;) {
			long word = this.received;
			long index = word >>> SHIFT;
			int slot = slot(index);
			if (((word & (EVICTING | WAITED_FOR | MAX_AGE)) == 0 || mayClaim(word))
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
							// not even enough stack to record the time
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
			else if (this.received == word) { // a thread publishes or removes the head
				if (turn == 0) {
					Spin.pause(FALL_BACK_PAUSES);
				}
				Spin.backOff(turn++);
			}
		}
	}

	@Override
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	boolean pollRun(ArrayList<? super T> batch, int max) {
		return RingBatch.poll(this, batch, max);
	}

	/** Return whether to claim the head; if so, check the stack. Drops it if too old. */
	private boolean mayClaim(long word) {
		if ((word & EVICTING) != 0 || ((word & MAX_AGE) != 0 && RingExpiry.dropHead(this, word))) {
			return false;
		}
		StackReserve.checkForWakeUp();
		return true;
	}

	private @Nullable T pollTimed() {
		long start = System.nanoTime();
		T value = poll(Attempt.FURTHER, CLOCK_NOT_READ);
		if (value != null) {
			try {
				this.statistics.receiveTimes.sample(System.nanoTime() - start, RingCounts.receivedAtLeast(this));
			}
			catch (Throwable ex) {
				// the sample is lost
			}
		}
		return value;
	}

	void afterReceive(long word, long now) {
		try {
			if ((word & WAITED_FOR) != 0) {
				signalRoom();
			}
			if ((word & UNWATCHED) != 0) {
				this.activity.received(this, (now != CLOCK_NOT_READ) ? now : System.nanoTime());
			}
		}
		catch (Throwable ex) { // also caught by the caller, see 'Errors'
			// the value is already received
		}
	}

	/**
	 * Wake up a thread that waits for room and, if the channel is drained, the threads
	 * that wait for that.
	 */
	void signalRoom() {
		this.senders.queue.signal();
		this.drain.signalIfDrained(this);
	}

	@Override
	boolean awaitDrained(long nanos) throws InterruptedException {
		return this.drain.await(this, nanos);
	}

	@Override
	long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException {
		return this.senders.await(this, now, nanos, token);
	}

	@Override
	long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException {
		return this.receivers.await(this, now, nanos, token);
	}

	@Override
	Wait joinSenders(Waiter waiter) {
		return SideWait.join(this.senders, this, waiter);
	}

	@Override
	Wait joinReceivers(Waiter waiter) {
		return SideWait.join(this.receivers, this, waiter);
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
		setClosed();
		this.senders.queue.signalAll();
		this.receivers.queue.signalAll();
		this.drain.signalIfDrained(this);
	}

	@Override
	int purgeBuffer(@Nullable Consumer<? super T> action) {
		return purge(this.sent >>> SHIFT, (end) -> RingHead.discard(this, end), action);
	}

	@Override
	void resizeBuffer(int capacity) {
		RingResize.resize(this, capacity);
	}

	@Override
	public Duration oldestAge() {
		return RingHead.age(this);
	}

}
