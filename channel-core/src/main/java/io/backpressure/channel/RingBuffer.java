package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A bounded buffer for many senders and receivers that takes no lock: a ring whose slots
 * carry a sequence number, after Dmitry Vyukov's bounded MPMC queue, with the state that
 * waiting and closing need inside its two index words.
 *
 * @param <T> the type of the values
 */
final class RingBuffer<T> extends ChannelBuffer<T> {

	/*
	 * Overview. OVERVIEW
	 */

	private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

	/** Bits of an index word below the index. */
	private static final int SHIFT = 2;

	/** In either word: a thread on the other side waits to be woken. */
	private static final long WAITED_FOR = 1;

	/** In the sending word: no more values. */
	private static final long CLOSED = 2;

	/** In the receiving word: a sender is replacing the head. */
	private static final long EVICTING = 2;

	// Places in the array of words. Each side's words share a line with nobody else's.

	private static final int SENT = 16;

	private static final int ROOM = 17;

	private static final int LAST_SENT = 18;

	private static final int RECEIVED = 48;

	private static final int EVICTED = 49;

	private static final int LAST_RECEIVED = 50;

	private static final int WORDS = 80;

	private final int capacity;

	private final int mask;

	private final long[] words = new long[WORDS];

	private final long[] sequences;

	private final @Nullable Object[] values;

	private final WaitQueue senders = new WaitQueue();

	private final WaitQueue receivers = new WaitQueue();

	RingBuffer(int capacity) {
		int length = Math.max(2, Integer.highestOneBit(capacity - 1) << 1);
		this.capacity = capacity;
		this.mask = length - 1;
		this.values = new Object[length];
		this.sequences = new long[length];
		for (int slot = 0; slot < length; slot++) {
			this.sequences[slot] = slot;
		}
		LONGS.setVolatile(this.words, ROOM, (long) capacity);
	}

	// Sending

	@Override
	SendResult offer(T value) {
		for (;;) {
			long word = word(SENT);
			if ((word & CLOSED) != 0) {
				return SendResult.CLOSED;
			}
			long index = word >>> SHIFT;
			if (index >= (long) LONGS.getOpaque(this.words, ROOM) && !findRoom(index)) {
				return SendResult.FULL;
			}
			if (LONGS.compareAndSet(this.words, SENT, word, (index + 1) << SHIFT)) {
				publish(index, value);
				afterSend(word);
				return SendResult.SENT;
			}
		}
	}

	/** Look whether receivers have made room for an index, and for how many more. */
	private boolean findRoom(long index) {
		long room = (word(RECEIVED) >>> SHIFT) + this.capacity;
		if (index >= room) {
			return false;
		}
		LONGS.setOpaque(this.words, ROOM, room);
		return true;
	}

	private void publish(long index, T value) {
		int slot = (int) index & this.mask;
		for (int turn = 0; (long) LONGS.getAcquire(this.sequences, slot) != index; turn++) {
			Spin.backOff(turn); // the receiver of the lap before has not left the slot
		}
		this.values[slot] = value;
		LONGS.setRelease(this.sequences, slot, index + 1);
	}

	private void afterSend(long word) {
		if ((word & WAITED_FOR) != 0) {
			this.receivers.signal();
		}
		stamp(LAST_SENT);
	}

	@Override
	SendResult offerEvicting(T value, Consumer<? super T> evicted) {
		for (int turn = 0;; turn++) {
			SendResult result = offer(value);
			if (result != SendResult.FULL) {
				return result;
			}
			long head = word(RECEIVED);
			long index = head >>> SHIFT;
			long next = word(SENT) >>> SHIFT;
			if ((head & EVICTING) == 0 && next - index == this.capacity && isPublished(index)
					&& LONGS.compareAndSet(this.words, RECEIVED, head, head | EVICTING)) {
				return evict(index, value, evicted);
			}
			if (next - index >= this.capacity) {
				Spin.backOff(turn);
			}
		}
	}

	/** Replace the head of a full buffer; this thread has set the evicting bit. */
	private SendResult evict(long index, T value, Consumer<? super T> evicted) {
		long next = index + this.capacity;
		long word;
		do {
			word = word(SENT);
			if ((word & CLOSED) != 0) {
				LONGS.setRelease(this.words, RECEIVED, index << SHIFT);
				return SendResult.CLOSED;
			}
		}
		while (!LONGS.compareAndSet(this.words, SENT, word, (next + 1) << SHIFT));
		T oldest = takeFrom(index);
		publish(next, value);
		LONGS.setOpaque(this.words, EVICTED, this.words[EVICTED] + 1);
		LONGS.setRelease(this.words, RECEIVED, (index + 1) << SHIFT);
		afterSend(word);
		evicted.accept(oldest);
		return SendResult.SENT;
	}

	// Receiving

	@Override
	@Nullable T poll() {
		for (int turn = 0;;) {
			long word = word(RECEIVED);
			long index = word >>> SHIFT;
			if ((word & EVICTING) == 0 && isPublished(index)) {
				if (LONGS.compareAndSet(this.words, RECEIVED, word, (index + 1) << SHIFT)) {
					T value = takeFrom(index);
					if ((word & WAITED_FOR) != 0) {
						this.senders.signal();
					}
					stamp(LAST_RECEIVED);
					return value;
				}
			}
			else if (word(SENT) >>> SHIFT == index) {
				return null;
			}
			else if (word(RECEIVED) == word) {
				Spin.backOff(turn++); // a sender is about to publish the head, or to
										// replace it
			}
		}
	}

	private boolean isPublished(long index) {
		return (long) LONGS.getAcquire(this.sequences, (int) index & this.mask) == index + 1;
	}

	/** Empty the slot of an index that this thread has claimed. */
	@SuppressWarnings({ "unchecked", "NullAway" }) // publish put a value there
	private T takeFrom(long index) {
		int slot = (int) index & this.mask;
		T value = (T) this.values[slot];
		this.values[slot] = null;
		LONGS.setRelease(this.sequences, slot, index + this.mask + 1);
		return value;
	}

	// Waiting

	@Override
	void awaitRoom(long nanos, CancellationToken token) throws InterruptedException {
		if (!spin(this.senders)) {
			park(this.senders, RECEIVED, nanos, token);
		}
	}

	@Override
	void awaitValue(long nanos, CancellationToken token) throws InterruptedException {
		if (!spin(this.receivers)) {
			park(this.receivers, SENT, nanos, token);
		}
	}

	private boolean spin(WaitQueue side) {
		if (!Spin.isAllowed()) {
			return false;
		}
		long start = System.nanoTime();
		int budget = side.spinNanos();
		do {
			Thread.onSpinWait();
			if (mayProceed(side)) {
				side.spinPaid();
				return true;
			}
		}
		while (System.nanoTime() - start < budget);
		side.spinWasFruitless();
		return false;
	}

	/** How many threads of a side could do what they wait for. */
	private long available(WaitQueue side) {
		long received = word(RECEIVED) >>> SHIFT;
		long sent = word(SENT) >>> SHIFT;
		return (side == this.senders) ? received + this.capacity - sent : sent - received;
	}

	private boolean mayProceed(WaitQueue side) {
		return available(side) > 0 || isClosed();
	}

	private void park(WaitQueue side, int word, long nanos, CancellationToken token) throws InterruptedException {
		long start = (nanos != WaitLimit.FOREVER) ? System.nanoTime() : 0;
		WaitQueue.Node node = side.join();
		CancellationToken.Registration wake = token.onCancel(node);
		boolean interrupted = false;
		arm(word);
		if (!mayProceed(side)) {
			while (!node.isSignalled() && !token.isCancelled()) {
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
		}
		wake.close();
		if (side.leave(node) && !side.isEmpty()) {
			arm(word);
			if (available(side) > (interrupted ? 0 : 1)) {
				side.signal();
			}
		}
		if (interrupted) {
			throw new InterruptedException();
		}
	}

	/** Ask the other side for a wake-up with its next step. */
	private void arm(int place) {
		long word = word(place);
		while ((word & WAITED_FOR) == 0 && !LONGS.compareAndSet(this.words, place, word, word | WAITED_FOR)) {
			word = word(place);
		}
	}

	// Closing

	@Override
	boolean close() {
		long word;
		do {
			word = word(SENT);
			if ((word & CLOSED) != 0) {
				return false;
			}
		}
		while (!LONGS.compareAndSet(this.words, SENT, word, word | CLOSED));
		this.senders.signalAll();
		this.receivers.signalAll();
		return true;
	}

	@Override
	boolean isClosed() {
		return (word(SENT) & CLOSED) != 0;
	}

	@Override
	boolean isDrained() {
		long word = word(SENT);
		return (word & CLOSED) != 0 && word(RECEIVED) >>> SHIFT == word >>> SHIFT;
	}

	// Counting

	@Override
	Counts counts() {
		for (int turn = 0;; turn++) {
			long word = word(RECEIVED);
			long evicted = (long) LONGS.getAcquire(this.words, EVICTED);
			long sent = word(SENT) >>> SHIFT;
			if ((word & EVICTING) == 0 && (word(RECEIVED) & ~WAITED_FOR) == (word & ~WAITED_FOR)) {
				return new Counts(sent, (word >>> SHIFT) - evicted, evicted);
			}
			Spin.backOff(turn);
		}
	}

	@Override
	int size() {
		return counts().size();
	}

	@Override
	boolean timesSend() {
		return isSampled(word(SENT));
	}

	@Override
	boolean timesReceive() {
		return isSampled(word(RECEIVED));
	}

	/**
	 * One index in 256, the first among them; not the same one in every 256, or a sender
	 * at a buffer of such a size that is always full would read the clock each time.
	 */
	private static boolean isSampled(long word) {
		long index = word >>> SHIFT;
		return ((index ^ (index >>> 8)) & 255) == 0;
	}

	@Override
	long lastSend() {
		return (long) LONGS.getOpaque(this.words, LAST_SENT);
	}

	@Override
	long lastReceive() {
		return (long) LONGS.getOpaque(this.words, LAST_RECEIVED);
	}

	private void stamp(int place) {
		long now = CoarseClock.now();
		if (now == CoarseClock.ASLEEP || now != (long) LONGS.getOpaque(this.words, place)) {
			LONGS.setOpaque(this.words, place, CoarseClock.use());
		}
	}

	private long word(int place) {
		return (long) LONGS.getVolatile(this.words, place);
	}

}
