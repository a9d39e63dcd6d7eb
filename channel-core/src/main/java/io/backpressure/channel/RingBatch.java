package io.backpressure.channel;

import java.util.ArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Sends and receives of several values with a single claim.
 */
final class RingBatch {

	/*
	 * A claim of several indices is one step, like that of a single index: nothing comes
	 * between the values of a run. A receiver claims only values that are published: the
	 * sequences do not change until an index is claimed, and the claim expects the index
	 * at which the check began. So a receiver with a claim never waits for a sender while
	 * others wait for the claimed slots. A sender claims as many indices as there is room
	 * for. It may have to wait for a receiver of the previous lap, at any slot of the
	 * run.
	 *
	 * A run wakes up one thread of the other side, which passes on the wake-up as long as
	 * more is available than it takes itself; see Side.
	 *
	 * Since the work on a run makes calls, the StackReserve is checked before each claim.
	 *
	 * The loops copy fields to local variables, since the compiler would read them again
	 * after each access to a sequence. Values are copied before any slot is emptied, so
	 * that the first loop has no such access.
	 */

	private RingBatch() {
	}

	/**
	 * Remove heads with one claim.
	 * @return whether any value was removed
	 */
	@SuppressWarnings("NonApiType") // for its ensureCapacity
	static <T> boolean poll(RingChannel<T> ring, ArrayList<? super T> batch, int max) {
		long word = ring.received;
		if ((word & RingIndices.EVICTING) == 0 && ring.stamps == null) {
			int run = published(ring, word >>> RingIndices.SHIFT, max - batch.size());
			if (run > 1) {
				StackReserve.check();
				if (RingIndices.RECEIVED.compareAndSet(ring, word,
						(word & ~RingIndices.WAITED_FOR) + run * RingIndices.ONE)) {
					take(ring, batch, word >>> RingIndices.SHIFT, run);
					if ((word & (RingIndices.WAITED_FOR | RingIndices.UNWATCHED)) != 0) {
						ring.afterReceive(word, ReceivingChannel.CLOCK_NOT_READ);
					}
					return true;
				}
			}
		}
		T value = ring.poll(Attempt.FURTHER, ReceivingChannel.CLOCK_NOT_READ);
		return value != null && batch.add(value);
	}

	private static int published(RingChannel<?> ring, long first, int max) {
		int[] sequences = ring.sequences;
		int mask = ring.mask;
		int most = Math.min(max, mask + 1);
		int run = 0;
		int next = (int) first;
		while (run < most && (int) RingSlots.INTS.getAcquire(sequences, RingSlots.slot(next, mask)) == next + 1) {
			run++;
			next++;
		}
		return run;
	}

	@SuppressWarnings({ "unchecked", "NonApiType" }) // claimed values are published
	private static <T> void take(RingChannel<T> ring, ArrayList<? super T> batch, long first, int run) {
		int[] sequences = ring.sequences;
		@Nullable Object[] values = ring.values;
		int mask = ring.mask;
		int end = (int) first + run;
		for (int index = (int) first; index != end; index++) {
			batch.add((T) values[RingSlots.slot(index, mask)]);
		}
		for (int index = (int) first; index != end; index++) {
			RingSlots.empty(sequences, values, RingSlots.slot(index, mask), index + mask + 1);
		}
	}

	/**
	 * Send values, beginning with that at position {@code from}, with one claim.
	 * @return the number of values sent, zero if the channel is full or closed
	 */
	static int offer(RingChannel<?> ring, Object[] values, int from) {
		for (;;) {
			long word = ring.sent;
			long index = word >>> RingIndices.SHIFT;
			if ((word & RingIndices.SHRUNK) != 0) {
				return ring.offerFirst(values, from);
			}
			long room = (ring.received >>> RingIndices.SHIFT) + ring.capacity - index;
			int run = (int) Math.min(room, values.length - from);
			if ((word & RingIndices.CLOSED) != 0 || run <= 0) {
				return 0;
			}
			StackReserve.check();
			long start = CallTimes.isSampled(index) ? System.nanoTime() : 0;
			if (RingIndices.SENT.compareAndSet(ring, word, (word & ~RingIndices.WAITED_FOR) + run * RingIndices.ONE)) {
				publish(ring, values, from, index, run);
				if ((word & (RingIndices.WAITED_FOR | RingIndices.UNWATCHED)) != 0) {
					ring.afterSend(word);
				}
				try {
					if (start != 0) {
						ring.statistics.sendTimes.sample((System.nanoTime() - start) / run, index + run);
					}
				}
				catch (Throwable ex) {
					// the sample is lost
				}
				return run;
			}
		}
	}

	private static void publish(RingChannel<?> ring, Object[] values, int from, long first, int run) {
		int[] sequences = ring.sequences;
		@Nullable Object[] slots = ring.values;
		long[] stamps = ring.stamps;
		int mask = ring.mask;
		for (int offset = 0; offset < run; offset++) {
			long index = first + offset;
			int slot = RingSlots.slot((int) index, mask);
			if ((int) RingSlots.INTS.getAcquire(sequences, slot) != (int) index) {
				ring.slots.awaitEmpty(index);
			}
			RingSlots.publish(sequences, slots, stamps, slot, index, values[from + offset]);
		}
	}

}
