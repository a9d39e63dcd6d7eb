package io.backpressure.channel;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Removal of the values of a {@link RingChannel} that exceed its maximum age.
 */
final class RingExpiry {

	/*
	 * Receives. If there is a maximum age, the word 'received' always has the bit
	 * MAX_AGE, and a receive checks the age of the head before it claims the head. The
	 * claim expects the word that was read before the check, so it takes the very value
	 * that was checked. A head that is too old is removed like an evicted one, and the
	 * receive starts over. Without a maximum age this costs nothing: a receive tests the
	 * bit together with others.
	 *
	 * Idle channels. The ActivityClock checks the head at each tick, as long as the
	 * channel holds values. The clock leaves the removal to the executor of the channel,
	 * since the callbacks are user code. The flag 'watched' says that the clock watches
	 * the channel because of the values in it. As long as the clock does not watch the
	 * senders, each send checks this flag after its claim, and lets the clock watch the
	 * channel if the flag is clear. The clock clears the flag before it reads the indices
	 * for the last time. So either the clock sees the value, or the send sees the cleared
	 * flag.
	 */

	private final AtomicBoolean watched = new AtomicBoolean();

	private final AtomicBoolean dropping = new AtomicBoolean();

	/**
	 * The last time at which the clock could not be started, initially more than a tick
	 * ago; racy.
	 */
	private volatile long failedAt = System.nanoTime() - 2 * ActivityClock.TICK_NANOS;

	private RingExpiry() {
	}

	/** Create the expiry of a channel, unless its values have no maximum age. */
	static @Nullable RingExpiry of(ChannelSettings settings) {
		return (settings.maxAge() != WaitLimit.FOREVER) ? new RingExpiry() : null;
	}

	/** Drop all values that are too old. */
	static void dropExpired(RingChannel<?> ring) {
		long word;
		do {
			word = ring.received;
		}
		while ((word & RingIndices.MAX_AGE) != 0 && dropHead(ring, word));
	}

	/**
	 * Drop the head if it is too old.
	 * @param word the receiving word that has the index of the head
	 * @return whether the head was too old; if so, the word has changed
	 */
	static <T> boolean dropHead(RingChannel<T> ring, long word) {
		long index = word >>> RingIndices.SHIFT;
		if (!isTooOld(ring, index)) {
			return false;
		}
		T value = RingHead.evict(ring, index + 1);
		if (value != null) {
			ring.dropped(value, null);
		}
		return true;
	}

	/**
	 * Return whether the value of an index is too old. If its slot was reused meanwhile,
	 * the stamp is later, and the value does not count as too old.
	 */
	private static boolean isTooOld(RingChannel<?> ring, long index) {
		return ring.isPublished(index) && System.nanoTime() - ring.slots.stamp(index) > ring.settings.maxAge();
	}

	/**
	 * Let the clock watch the channel after a send at the given {@code nanoTime}. If that
	 * fails, values expire only when they are about to be received.
	 */
	void sent(RingChannel<?> ring, long now) {
		if (this.watched.get() || now - this.failedAt < ActivityClock.TICK_NANOS) {
			return;
		}
		StackReserve.check();
		if (this.watched.compareAndSet(false, true)) {
			boolean joined = false;
			try {
				joined = ActivityClock.watch(ring);
			}
			finally {
				if (!joined) {
					this.failedAt = now;
					unwatched();
				}
			}
		}
	}

	/** Called once the clock no longer watches the channel. */
	void unwatched() {
		this.watched.set(false);
	}

	/**
	 * Let the executor drop the values that are too old. Allocates only if there are any.
	 * @return whether the channel holds values, so that the clock has to keep watching
	 */
	boolean tick(RingChannel<?> ring) {
		if (isTooOld(ring, ring.received >>> RingIndices.SHIFT)) {
			Runnable task = () -> dropOnce(ring);
			if (this.dropping.compareAndSet(false, true)) {
				execute(ring, task);
			}
		}
		this.watched.set(false);
		boolean empty = ring.received >>> RingIndices.SHIFT == ring.sent >>> RingIndices.SHIFT;
		this.watched.set(!empty);
		return !empty;
	}

	private void execute(RingChannel<?> ring, Runnable task) {
		try {
			ring.receiveCalls.execute(task);
		}
		catch (Throwable ex) {
			this.dropping.set(false); // the next tick tries again
			throw ex;
		}
	}

	private void dropOnce(RingChannel<?> ring) {
		try {
			dropExpired(ring);
		}
		finally {
			this.dropping.set(false);
		}
	}

}
