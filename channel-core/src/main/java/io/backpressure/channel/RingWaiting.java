package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How threads wait at a {@link RingChannel}: they spin, yield or park, as has lately
 * paid.
 *
 * @param <T> the type of the values
 */
abstract class RingWaiting<T> extends RingWords<T> {

	/*
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
	 * thread always tries the buffer before it gives up; but if it was interrupted, or an
	 * error ends its wait, it takes nothing, and passes on all there is. A thread that
	 * leaves the queue without a signal takes no wake-up from others. Closing signals
	 * all; who joins later sees CLOSED in that last look. Barging is allowed: the queue
	 * is fair only among those that wait in it.
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
	 * After a wake-up, what the other side has written comes from its cache: the node,
	 * the slot, the value, each a cache line. All may be under way at once, unless
	 * something makes the processor wait for one before it asks for the next, as reading
	 * the clock and each atomic instruction do. So the clock is read before the node is
	 * looked at, and nothing atomic stands between that and the claim. The other order,
	 * and a node left by compare-and-set, took 420 ns from park to return instead of 190
	 * where a line takes long, and 140 instead of 110 where it does not.
	 *
	 * Runs. A thread that has waited goes on doing so, for microseconds at most, as long
	 * as the other side keeps moving, up to half the buffer: threads that meet at an
	 * empty or full buffer, and move one value at a time, spend themselves on the
	 * meeting, as each takes the slots' cache lines from the other. It watches the slot
	 * where half the buffer ends, which the other side touches once, and seldom the word,
	 * which that side needs for every value. A receiver that runs into a sender which is
	 * about to publish falls back for the same reason: at its heels both would go on with
	 * the same lines.
	 */

	static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

	/** So many cells of an array stay unused at either end; see RingChannel, 'Lines'. */
	static final int MARGIN = 32;

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

	final int capacity;

	/** One less than there are slots, which is a power of two. */
	final int mask;

	/** Whose turn it is at each slot; see RingChannel. */
	final int[] sequences;

	final WaitQueue senders = new WaitQueue();

	final WaitQueue receivers = new WaitQueue();

	RingWaiting(ChannelSettings settings, Callbacks<T> callbacks) {
		super(settings, callbacks);
		this.capacity = settings.capacity();
		int length = Math.max(2, Integer.highestOneBit(this.capacity - 1) << 1);
		this.mask = length - 1;
		this.sequences = new int[MARGIN + length + MARGIN];
	}

	/** The cell of each array that belongs to an index. */
	final int slot(long index) {
		return MARGIN + ((int) index & this.mask);
	}

	@Override
	public final int waitingSenders() {
		return this.senders.size();
	}

	@Override
	public final int waitingReceivers() {
		return this.receivers.size();
	}

	@Override
	final long awaitRoom(long now, long nanos, CancellationToken token) throws InterruptedException {
		return await(this.senders, RECEIVED, now, nanos, token);
	}

	@Override
	final long awaitValue(long now, long nanos, CancellationToken token) throws InterruptedException {
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
		try {
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
		}
		finally {
			Spin.end();
		}
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
		StackReserve.check();
		WaitQueue.Node node = side.join();
		CancellationToken.Registration wake = null;
		WaitQueue.Signal signal;
		boolean interrupted = false;
		boolean takes = false;
		long now;
		try {
			wake = token.onCancelOfWait(node);
			arm(word);
			for (;;) {
				now = System.nanoTime(); // first, see 'After a wake-up'
				if (node.signal() != WaitQueue.Signal.NONE || mayProceed(side) || token.isCancelled()) {
					break;
				}
				long remaining = WaitLimit.remaining(nanos, start, now);
				interrupted = Thread.interrupted();
				if (interrupted || remaining == 0) {
					break;
				}
				Parking.park(this, remaining);
			}
			takes = !interrupted;
		}
		finally {
			signal = side.leave(node);
			if (signal != WaitQueue.Signal.NONE && (!takes || signal == WaitQueue.Signal.WITH_MORE)) {
				passOn(side, word, takes ? 1 : 0);
			}
			if (wake != null) {
				wake.close();
			}
		}
		if (signal != WaitQueue.Signal.NONE) {
			side.patience.spinWouldHavePaid(now - start);
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

}
