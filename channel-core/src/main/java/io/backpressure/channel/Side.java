package io.backpressure.channel;

import java.lang.invoke.VarHandle;

/**
 * One side of a {@link RingChannel}, its senders or its receivers: their position
 * relative to the other side, and their waits for it.
 */
final class Side {

	/*
	 * Waiting. A thread that must wait joins the queue of its side, sets WAITED_FOR in
	 * the word of the other side, and only then checks again whether it has to wait. If a
	 * claim of the other side precedes the setting of the bit, this check sees the claim.
	 * If the claim follows, the word that its compare-and-set expects contains the bit.
	 * The claim clears the bit, and signals the queue once its slot is ready. So no fence
	 * is needed, and no wake-up is lost.
	 *
	 * The claim that signals a thread has cleared the bit, and later claims signal no
	 * thread until the bit is set again. So the woken thread sets the bit if others
	 * waited when it was signalled, and wakes up the next one if more is available than
	 * it takes itself (passOn). A thread that joins later sets the bit for itself.
	 *
	 * A woken thread tries the buffer before it gives up, unless it was interrupted or an
	 * error ended its wait. In these cases it takes nothing and passes on everything that
	 * is available. A thread that leaves the queue without a signal has consumed no
	 * wake-up. Closing signals all threads; a thread that joins later sees CLOSED in its
	 * last check. Barging is allowed: the queue is fair only among the threads in it.
	 *
	 * After a wake-up, the cache lines that the other side has written must be fetched:
	 * those of the node, the slot and the value. The processor can fetch them in
	 * parallel, but not across an instruction that first waits for earlier loads to
	 * complete, such as a read of the clock or an atomic instruction. So the clock is
	 * read before the node, and a thread that waited alone and without a token executes
	 * no atomic instruction between reading the node and the claim.
	 *
	 * Both sides follow the same rules, and so do asynchronous calls and selects, which
	 * wait in the same queue (SideWait). A sender may be ahead of the receivers by the
	 * capacity (lead); a receiver stays behind the senders. The sequence of the slot of
	 * an index shows whether a side is past that index (isPast).
	 *
	 * The channel is passed to each call, and no component keeps a reference to it: a
	 * copy of the fields of a channel, such as a Mockito spy, then works on its own index
	 * words.
	 */

	private final RingSlots slots;

	/** The index word of this side. */
	private final VarHandle own;

	/** The index word of the other side. */
	private final VarHandle other;

	/** True for senders, which may be ahead of receivers by the capacity. */
	private final boolean leads;

	/**
	 * The other side is past an index once the sequence of the slot of that index exceeds
	 * the index by more than this.
	 */
	private final int passed;

	final WaitQueue queue = new WaitQueue();

	private final ActiveWait activeWait;

	private Side(RingSlots slots, VarHandle own, VarHandle other, boolean leads, int passed) {
		this.slots = slots;
		this.own = own;
		this.other = other;
		this.leads = leads;
		this.passed = passed;
		this.activeWait = new ActiveWait(this);
	}

	static Side ofSenders(RingSlots slots) {
		return new Side(slots, RingIndices.SENT, RingIndices.RECEIVED, true, 1);
	}

	static Side ofReceivers(RingSlots slots) {
		return new Side(slots, RingIndices.RECEIVED, RingIndices.SENT, false, 0);
	}

	private static long index(RingIndices<?> ring, VarHandle word) {
		return (long) word.getVolatile(ring) >>> RingIndices.SHIFT;
	}

	/** Return how far the index of this side may be ahead of the other one. */
	private long lead(RingIndices<?> ring) {
		return this.leads ? ring.capacity : 0;
	}

	/** Return the number of operations that this side could do without waiting. */
	long available(RingIndices<?> ring) {
		return index(ring, this.other) + lead(ring) - index(ring, this.own);
	}

	/** Return the number of values that the other side has moved so far. */
	long movedByOther(RingIndices<?> ring) {
		return index(ring, this.other);
	}

	/**
	 * Return the index that the other side must be past for this side to do the given
	 * number of operations.
	 */
	long needed(RingIndices<?> ring, long steps) {
		return index(ring, this.own) - lead(ring) + steps - 1;
	}

	/** Return whether the other side has published or received the value of an index. */
	boolean isPast(long index) {
		return this.slots.sequence(index) - (int) index > this.passed;
	}

	boolean mayProceed(RingIndices<?> ring) {
		return available(ring) > 0 || ring.isClosed();
	}

	/**
	 * Wait for the other side, with the contract of {@link ReceivingChannel#awaitValue}.
	 */
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
			passOn(ring, signal, takes);
			if (wake != null) {
				wake.close();
			}
		}
		if (signal != WaitQueue.Signal.NONE) {
			this.activeWait.recordPark(now - start);
		}
		if (interrupted) {
			throw new InterruptedException();
		}
		return now;
	}

	/** End the wait of a waiter that is not a parked thread; see {@link Wait#end}. */
	void leave(RingIndices<?> ring, WaitQueue.Node node, Waiter waiter, boolean takes) {
		passOn(ring, this.queue.leave(node, waiter), takes);
	}

	/**
	 * Pass on the wake-up of a thread that was signalled, if it takes nothing or others
	 * waited: ask the other side to wake up the next thread of this side, and wake up
	 * that next thread at once if more is available than this thread takes.
	 */
	private void passOn(RingIndices<?> ring, WaitQueue.Signal signal, boolean takes) {
		boolean passes = signal != WaitQueue.Signal.NONE && (!takes || signal == WaitQueue.Signal.WITH_MORE);
		if (passes && !this.queue.isEmpty()) {
			arm(ring);
			if (available(ring) > (takes ? 1 : 0)) {
				this.queue.signal();
			}
		}
	}

	/** Ask the other side for a wake-up at its next claim. */
	void arm(RingIndices<?> ring) {
		long word = (long) this.other.getVolatile(ring);
		while ((word & RingIndices.WAITED_FOR) == 0
				&& !this.other.compareAndSet(ring, word, word | RingIndices.WAITED_FOR)) {
			word = (long) this.other.getVolatile(ring);
		}
	}

}
