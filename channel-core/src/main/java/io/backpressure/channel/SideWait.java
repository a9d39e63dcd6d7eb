package io.backpressure.channel;

/**
 * Wait in the queue of a {@link Side}.
 */
final class SideWait implements Wait {

	private final Side side;

	private final RingIndices<?> ring;

	private final Waiter waiter;

	private final WaitQueue.Node node;

	private SideWait(Side side, RingIndices<?> ring, Waiter waiter) {
		this.side = side;
		this.ring = ring;
		this.waiter = waiter;
		this.node = side.queue.join(waiter);
	}

	/**
	 * Join the queue, see {@link ReceivingChannel#joinReceivers}. The caller has checked
	 * the {@link StackReserve}.
	 */
	static Wait join(Side side, RingIndices<?> ring, Waiter waiter) {
		SideWait wait = new SideWait(side, ring, waiter);
		side.arm(ring);
		if (side.mayProceed(ring)) {
			waiter.wake();
		}
		return wait;
	}

	@Override
	public void end(boolean tries) {
		this.side.leave(this.ring, this.node, this.waiter, tries);
	}

}
