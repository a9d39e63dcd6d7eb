package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A bounded buffer for many senders and receivers that takes no lock: a ring whose slots
 * carry a sequence number, after Dmitry Vyukov's bounded MPMC queue, with the state that
 * waiting and closing need inside its two index words.
 *
 * @param <T> the type of the values
 */
final class RingChannel<T> extends RingWords<T> {

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
	 * further apart than the capacity; nobody sees it, as whoever reads the bit waits.
	 *
	 * A purge removes heads in the same way, but adds nothing: the bit is set, the head
	 * taken and counted as evicted, and 'received' moved on. Senders may wait meanwhile,
	 * and set WAITED_FOR, so that it moves by a compare-and-set.
	 *
	 * Closing is the bit CLOSED of 'sent': a send's claim expects a word without it, so
	 * nothing is sent after it, and 'sent' no longer moves. Drained is closed and both
	 * indices equal. An evicting sender that finds it gives the bit back, nothing moved.
	 *
	 * Waiting. A thread that must wait joins the queue of its side, sets WAITED_FOR in
	 * the word of the other side, and only then looks again whether it has to wait. A
	 * claim that comes before that bit is set is seen by this look; one that comes after
	 * sees the bit, in the word that it expects, clears it, and signals the queue when
	 * its slot is ready. No fence is needed, and a wake-up cannot be lost between the
	 * two.
	 *
	 * One wake-up is under way per side: the bit is clear from the claim until the woken
	 * thread runs. That thread sets it again if others waited when it was signalled, and
	 * wakes the next if there is more than it takes itself (passOn), since claims in
	 * between have signalled nobody; whoever joins later sets the bit for itself. A woken
	 * thread always tries the buffer before it gives up; but if it was interrupted it
	 * takes nothing, and passes on all there is. Whoever leaves the queue unsignalled has
	 * used no wake-up. Closing signals all; who joins later sees CLOSED in that last
	 * look. Barging is allowed: the queue is fair only among those that wait in it.
	 *
	 * Spinning comes first, where it pays: the budget of a side grows with waits that
	 * were short and halves with each fruitless spin, and after several of those most
	 * waits do without, so on a crowded machine threads park at once. A spin that lasts,
	 * and a wait that does without, may yield instead: two threads on one processor hand
	 * over that way for much less than by parking, and no spin is of use to them. Both
	 * are given up for a while when they do not pay; see Payoff and Spin. A yield pays if
	 * the other side has moved, even if a third thread had the good of it. A virtual
	 * thread never spins; it yields where that has lately let it go on without parking.
	 *
	 * Runs. A thread that has waited goes on doing so, for microseconds at most, as long
	 * as the other side keeps moving, up to half the buffer: threads that meet at an
	 * empty or full buffer, and move one value at a time, spend themselves on the
	 * meeting, as each takes the slots' cache lines from the other. It watches the slot
	 * where half the buffer ends, which the other side touches once, and seldom the word,
	 * which that side needs for every value. A receiver that runs into a sender which is
	 * about to publish falls back for the same reason: at its heels both would go on with
	 * the same lines.
	 *
	 * Statistics. All counts but those of drops and waits follow from the indices. One
	 * call in 256 reads the clock. The times of last use come from the ActivityClock,
	 * which looks at the indices; a side that it has let go has the bit UNWATCHED, and
	 * the next claim, which clears it, reports back. So counting costs a send or receive
	 * no instruction but the test of two bits that it has in hand.
	 */

	private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

	private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

	/**
	 * So many cells of an array, before the first slot and behind the last, stay unused.
	 */
	private static final int MARGIN = 32;

	/** One call in 256 is timed: the one with these bits of its index clear. */
	private static final int SAMPLING = 255;

	/**
	 * Pauses of a receiver that has caught up with a sender: long enough for that one to
	 * get ahead by more than a cache line, and fewer than the fifty turns that a model
	 * checker takes for a loop without end.
	 */
	private static final int FALL_BACK = 48;

	/**
	 * A spin that lasts longer yields, and again each time it has lasted twice as long.
	 */
	private static final long YIELD_NANOS = 4_000;

	/** A step of a run takes at least so long: no look can find its end earlier. */
	private static final long STEP_NANOS = 16;

	/** The first look whether there is a run at all comes after that time, or earlier. */
	private static final long FIRST_NANOS = 1_000;

	/** How long to wait from one look whether the run goes on to the next. */
	private static final long STILL_NANOS = 2_000;

	/** Pauses between two looks at the slot where a run ends. */
	private static final int RUN_PAUSES = 16;

	/** How long to wait for a run as a whole. */
	private static final long RUN_NANOS = 10_000;

	private final int capacity;

	/** One less than there are slots, which is a power of two. */
	private final int mask;

	private final int[] sequences;

	private final @Nullable Object[] values;

	/** When the value of each slot was accepted, if that is measured. */
	private final long @Nullable [] stamps;

	private final WaitQueue senders = new WaitQueue();

	private final WaitQueue receivers = new WaitQueue();

	static <T> RingChannel<T> create(ChannelSettings settings, Callbacks<T> callbacks) {
		return new RingChannel<>(settings, callbacks, 0);
	}

	/** A channel that looks as if so many values had gone through it. */
	RingChannel(ChannelSettings settings, Callbacks<T> callbacks, long first) {
		super(settings, callbacks);
		int capacity = settings.capacity();
		int length = Math.max(2, Integer.highestOneBit(capacity - 1) << 1);
		int cells = MARGIN + length + MARGIN;
		this.capacity = capacity;
		this.mask = length - 1;
		this.values = new Object[cells];
		this.sequences = new int[cells];
		this.stamps = settings.measureBufferWait() ? new long[cells] : null;
		for (long index = first; index < first + length; index++) {
			this.sequences[slot(index)] = (int) index;
		}
		this.room = first + capacity;
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
			if (SENT.compareAndSet(this, word, (index + 1) << SHIFT)) {
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
			watch(this.lastSend);
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
		while (!SENT.compareAndSet(this, word & ~CLOSED, (next + 1) << SHIFT)) {
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
		RECEIVED.setRelease(this, ((index + 1) << SHIFT) | (head & UNWATCHED));
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
				if (RECEIVED.compareAndSet(this, word, (index + 1) << SHIFT)) {
					if (this.stamps != null) {
						return takeMeasured(this.stamps, index, word);
					}
					empty(sequences, values, slot, index);
					if ((word & (WAITED_FOR | UNWATCHED)) != 0) {
						afterReceive(word);
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

	private T takeMeasured(long[] stamps, long index, long word) {
		long accepted = stamps[slot(index)];
		T value = takeFrom(index);
		afterReceive(word);
		this.callbacks.received(System.nanoTime() - accepted);
		return value;
	}

	private void afterReceive(long word) {
		if ((word & WAITED_FOR) != 0) {
			this.senders.signal();
		}
		if ((word & UNWATCHED) != 0) {
			watch(this.lastReceive);
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

	/** The cell of each array that belongs to an index. */
	private int slot(long index) {
		return MARGIN + ((int) index & this.mask);
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
		EVICTED.setRelease(this, (long) EVICTED.getOpaque(this) + 1);
		long word;
		do {
			word = this.received; // senders may still ask for a wake-up
		}
		while (!RECEIVED.compareAndSet(this, word, ((index + 1) << SHIFT) | (word & UNWATCHED)));
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

	@Override
	public int waitingSenders() {
		return this.senders.size();
	}

	@Override
	public int waitingReceivers() {
		return this.receivers.size();
	}

	// Waiting

	@Override
	long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException {
		return await(this.senders, RECEIVED, now, nanos, token);
	}

	@Override
	long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException {
		return await(this.receivers, SENT, now, nanos, token);
	}

	private long await(WaitQueue side, VarHandle word, long start, long nanos, CancellationToken token)
			throws InterruptedException {
		long now = awaitRunning(side, start);
		return mayProceed(side) ? now : park(side, word, start, nanos, token);
	}

	private boolean mayProceed(WaitQueue side) {
		return available(side) > 0 || isClosed();
	}

	/**
	 * Wait without parking, if that has lately paid.
	 * @return the time at its end
	 */
	private long awaitRunning(WaitQueue side, long start) {
		if (Spin.isVirtual()) {
			return giveCarrier(side, System.nanoTime());
		}
		if (side.patience.spinning.isWorthATry() && Spin.begin()) {
			return spin(side, start);
		}
		return giveWay(side, System.nanoTime());
	}

	/**
	 * Looks only now and then, and at the next slot alone: a look at the word of the
	 * other side would take it from those who move it. That the channel was closed is
	 * seen before parking.
	 */
	private long spin(WaitQueue side, long start) {
		boolean ready;
		long now;
		long yieldAfter = YIELD_NANOS;
		for (;;) {
			Spin.pause(8);
			ready = isPast(side, needed(side, 1));
			now = System.nanoTime();
			if (ready || now - start > side.patience.spinNanos()) {
				break;
			}
			if (now - start > yieldAfter) {
				giveWay(side, now);
				yieldAfter *= 2;
			}
		}
		Spin.end();
		if (!ready) {
			side.patience.spinWasFruitless();
			return now;
		}
		side.patience.spinPaid(now - start);
		return awaitRun(side, now);
	}

	private long giveWay(WaitQueue side, long now) {
		if (!Spin.mayYield(now) || !side.patience.yielding.isWorthATry()) {
			return now;
		}
		long before = moved(side);
		long after = Spin.giveWay();
		long moved = moved(side) - before;
		Spin.gaveWay(after - now, after, moved);
		side.patience.yielding.note(moved > 0 || isClosed());
		return after;
	}

	/**
	 * As above, by a virtual thread: in its turn again, behind those that are ready to
	 * run, it may find a whole run. It is not later than if it had parked, since then it
	 * would be put behind them only when it is woken.
	 */
	private long giveCarrier(WaitQueue side, long now) {
		if (!side.patience.yielding.isWorthATry()) {
			return now;
		}
		long after = Spin.giveWay();
		side.patience.yielding.note(mayProceed(side));
		return after;
	}

	/** A side may proceed: wait until there is more for it. See 'Runs' above. */
	private long awaitRun(WaitQueue side, long start) {
		int half = this.capacity / 2;
		if (half < 2) {
			return start;
		}
		long end = needed(side, half);
		long lookAt = start + Math.min(FIRST_NANOS, half * STEP_NANOS);
		long before = 1;
		long now;
		do {
			Spin.pause(RUN_PAUSES);
			now = System.nanoTime();
		}
		while (now - lookAt < 0);
		while (!isPast(side, end) && now - start < RUN_NANOS) {
			if (now - lookAt >= 0) {
				long available = available(side);
				if (available == before) {
					break;
				}
				before = available;
				lookAt = now + STILL_NANOS;
			}
			Spin.pause(RUN_PAUSES);
			now = System.nanoTime();
		}
		return now;
	}

	/** How many values the side that another waits for has moved so far. */
	private long moved(WaitQueue waiting) {
		return ((waiting == this.senders) ? this.received : this.sent) >>> SHIFT;
	}

	/** The index that the other side must be past for a side to do so many steps. */
	private long needed(WaitQueue side, long steps) {
		long index = (side == this.senders) ? (this.sent >>> SHIFT) - this.capacity : this.received >>> SHIFT;
		return index + steps - 1;
	}

	/** Whether the other side is past an index: has received it, or published it. */
	private boolean isPast(WaitQueue side, long index) {
		int sequence = (int) INTS.getAcquire(this.sequences, slot(index));
		return sequence - (int) index > ((side == this.senders) ? 1 : 0);
	}

	/** How many threads of a side could do what they wait for. */
	private long available(WaitQueue side) {
		long received = this.received >>> SHIFT;
		long sent = this.sent >>> SHIFT;
		return (side == this.senders) ? received + this.capacity - sent : sent - received;
	}

	private long park(WaitQueue side, VarHandle word, long start, long nanos, CancellationToken token)
			throws InterruptedException {
		WaitQueue.Node node = side.join();
		CancellationToken.Registration wake = token.onCancel(node);
		arm(word);
		boolean interrupted = false;
		while (!node.isSignalled() && !mayProceed(side) && !token.isCancelled()) {
			long remaining = WaitLimit.remaining(nanos, start);
			interrupted = Thread.interrupted();
			if (interrupted || remaining == 0) {
				break;
			}
			if (nanos == WaitLimit.FOREVER) {
				LockSupport.park(this);
			}
			else {
				LockSupport.parkNanos(this, remaining);
			}
		}
		long now = System.nanoTime();
		wake.close();
		WaitQueue.Signal signal = side.leave(node);
		if (signal != WaitQueue.Signal.NONE) {
			side.patience.spinWouldHavePaid(now - start);
			if (interrupted || signal == WaitQueue.Signal.WITH_MORE) {
				passOn(side, word, interrupted ? 0 : 1);
			}
		}
		if (interrupted) {
			throw new InterruptedException();
		}
		return now;
	}

	/**
	 * Wake the next of a side, by a thread that was woken itself, if there is something
	 * for it beyond what this thread takes; ask for its wake-up in any case.
	 */
	private void passOn(WaitQueue side, VarHandle word, int taken) {
		if (!side.isEmpty()) {
			arm(word);
			if (available(side) > taken) {
				side.signal();
			}
		}
	}

	/** Ask the other side for a wake-up with its next step. */
	private void arm(VarHandle place) {
		long word = (long) place.getVolatile(this);
		while ((word & WAITED_FOR) == 0 && !place.compareAndSet(this, word, word | WAITED_FOR)) {
			word = (long) place.getVolatile(this);
		}
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
