package io.backpressure.channel;

import java.util.ArrayList;

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
	 * Values are copied from array to array. A loop would pay for the barrier of the
	 * garbage collector at each value. Nothing can be allocated after a claim, so the Run
	 * that receives the values is created before it.
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
			int size = published(ring, word >>> RingIndices.SHIFT, max - batch.size());
			if (size > 1) {
				StackReserve.check();
				Run<T> run = new Run<>(size);
				if (RingIndices.RECEIVED.compareAndSet(ring, word,
						(word & ~RingIndices.WAITED_FOR) + size * RingIndices.ONE)) {
					run.removeFrom(ring.slots, word >>> RingIndices.SHIFT);
					batch.addAll(run);
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
				publish(ring.slots, values, from, index, run);
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

	private static void publish(RingSlots slots, Object[] values, int from, long first, int run) {
		for (int published = 0; published < run;) {
			published += slots.publishRun(first + published, values, from + published, run - published);
		}
	}

}
