package io.backpressure.channel;

import java.lang.invoke.VarHandle;

/**
 * One side of a {@link RingChannel}: its senders or its receivers, where they stand
 * relative to the other side, and how they wait for it.
 */
final class Side {

	/*
	 * Waiting. A thread that must wait joins the queue of its side, sets WAITED_FOR in
	 * the word of the other side, and only then checks again whether it has to wait. A
	 * claim that comes before that bit is set is seen by this check; one that comes after
	 * sees the bit, in the word that it expects, clears it, and signals the queue when
	 * its slot is ready. No fence is needed, and a wake-up cannot be lost between the
	 * two.
	 *
	 * One wake-up is under way per side: the bit is clear from the claim until the woken
	 * thread runs. That thread sets it again if others waited when it was signalled, and
	 * wakes the next if there is more than it takes itself (passOn), since claims in
	 * between have signalled nobody; a thread that joins later sets the bit for itself. A
	 * woken thread always tries the buffer before it gives up; but if it was interrupted,
	 * or an error ends its wait, it takes nothing, and passes on all there is. A thread
	 * that leaves the queue without a signal takes no wake-up from others. Closing
	 * signals all; a thread that joins later sees CLOSED in its last check. Barging is
	 * allowed: the queue is fair only among those that wait in it.
	 *
	 * After a wake-up, what the other side has written comes from its cache: the node,
	 * the slot, the value, each a cache line. All may be under way at once, unless
	 * something makes the processor wait for one before it asks for the next, as reading
	 * the clock and each atomic instruction do. So the clock is read before the node is
	 * read, and nothing atomic stands between that and the claim.
	 *
	 * Both sides follow the same rules. The sender of an index may go ahead of the
	 * receivers by the capacity (lead), the receiver of an index stays behind the
	 * senders; an index is done when its slot has the sequence that follows (passed).
	 *
	 * Each call passes the channel, which no part keeps: a copy of the fields of a
	 * channel, such as a Mockito spy, then works on its own index words.
	 */

	private final RingSlots slots;

	/** The index word of this side. */
	private final VarHandle own;

	/** The index word of the other side. */
	private final VarHandle other;

	/** How far the index of this side may be ahead of that of the other. */
	private final int lead;

	/**
	 * How far the sequence of a slot is ahead of its index when this side has done it.
	 */
	private final int passed;

	final WaitQueue queue = new WaitQueue();

	private final ActiveWait activeWait;

	private Side(RingSlots slots, VarHandle own, VarHandle other, int lead, int passed, int capacity) {
		this.slots = slots;
		this.own = own;
		this.other = other;
		this.lead = lead;
		this.passed = passed;
		this.activeWait = new ActiveWait(this, capacity);
	}

	static Side ofSenders(RingSlots slots, int capacity) {
		return new Side(slots, RingIndices.SENT, RingIndices.RECEIVED, capacity, 1, capacity);
	}

	static Side ofReceivers(RingSlots slots, int capacity) {
		return new Side(slots, RingIndices.RECEIVED, RingIndices.SENT, 0, 0, capacity);
	}

	private static long index(RingIndices<?> ring, VarHandle word) {
		return (long) word.getVolatile(ring) >>> RingIndices.SHIFT;
	}

	/** How many threads of this side could do what they wait for. */
	long available(RingIndices<?> ring) {
		return index(ring, this.other) + this.lead - index(ring, this.own);
	}

	/** How many values the other side has moved so far. */
	long movedByOther(RingIndices<?> ring) {
		return index(ring, this.other);
	}

	/** The index that the other side must be past for this side to do so many steps. */
	long needed(RingIndices<?> ring, long steps) {
		return index(ring, this.own) - this.lead + steps - 1;
	}

	/** Whether the other side is past an index: has received it, or published it. */
	boolean isPast(long index) {
		return this.slots.sequence(index) - (int) index > this.passed;
	}

	boolean mayProceed(RingIndices<?> ring) {
		return available(ring) > 0 || ring.isClosed();
	}

	/** Wait as {@link ReceivingChannel#awaitValue} says, for the other side. */
	long await(RingIndices<?> ring, long start, long nanos, CancellationToken token) throws InterruptedException {
		long now = this.activeWait.await(ring, start);
		return mayProceed(ring) ? now : park(ring, start, nanos, token);
	}

	private long park(RingIndices<?> ring, long start, long nanos, CancellationToken token)
			throws InterruptedException {
		StackReserve.check();
		WaitQueue.Node node = this.queue.join();
		Registration wake = null;
		WaitQueue.Signal signal;
		boolean interrupted = false;
		boolean takes = false;
		long now;
		try {
			wake = token.onCancelOfWait(node);
			arm(ring);
			for (;;) {
				now = System.nanoTime(); // first, see 'After a wake-up'
				if (node.signal() != WaitQueue.Signal.NONE || mayProceed(ring) || token.isCancelled()) {
					break;
				}
				long remaining = WaitLimit.remaining(nanos, start, now);
				interrupted = Thread.interrupted();
				if (interrupted || remaining == 0) {
					break;
				}
				Parking.park(ring, remaining);
			}
			takes = !interrupted;
		}
		finally {
			signal = this.queue.leave(node);
			if (signal != WaitQueue.Signal.NONE && (!takes || signal == WaitQueue.Signal.WITH_MORE)) {
				passOn(ring, takes ? 1 : 0);
			}
			if (wake != null) {
				wake.close();
			}
		}
		if (signal != WaitQueue.Signal.NONE) {
			this.activeWait.wouldHaveTaken(now - start);
		}
		if (interrupted) {
			throw new InterruptedException();
		}
		return now;
	}

	/**
	 * Wake the next of this side, by a thread that was woken itself, if there is
	 * something for it beyond what this thread takes; ask for its wake-up in any case.
	 */
	private void passOn(RingIndices<?> ring, int taken) {
		if (!this.queue.isEmpty()) {
			arm(ring);
			if (available(ring) > taken) {
				this.queue.signal();
			}
		}
	}

	/** Ask the other side for a wake-up with its next step. */
	private void arm(RingIndices<?> ring) {
		long word = (long) this.other.getVolatile(ring);
		while ((word & RingIndices.WAITED_FOR) == 0
				&& !this.other.compareAndSet(ring, word, word | RingIndices.WAITED_FOR)) {
			word = (long) this.other.getVolatile(ring);
		}
	}

}
