package io.backpressure.channel.benchmarks.batch;

import java.util.List;
import java.util.function.Consumer;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Handoff through the ring of the LMAX Disruptor. Senders claim and publish a range. A
 * receiver takes all available values up to its limit. Each value goes to one receiver,
 * whereas the Disruptor itself passes every value to every receiver.
 */
final class LmaxBatchHandoff implements BatchHandoff {

	/*
	 * Receivers claim a range from a shared sequence, which gates the senders. Each
	 * receiver adds another gating sequence. That sequence points to the slot before the
	 * range until the receiver has read the range.
	 */

	private static final long NOTHING = Long.MAX_VALUE;

	private final RingBuffer<Slot> ring;

	private final SequenceBarrier barrier;

	private final Sequence claimed = new Sequence();

	private final ThreadLocal<Sequence> held = ThreadLocal.withInitial(this::addReceiver);

	LmaxBatchHandoff(int capacity) {
		this.ring = RingBuffer.createMultiProducer(Slot::new, capacity, new BlockingWaitStrategy());
		this.barrier = this.ring.newBarrier();
		this.ring.addGatingSequences(this.claimed);
	}

	private Sequence addReceiver() {
		Sequence sequence = new Sequence();
		this.ring.addGatingSequences(sequence);
		sequence.setVolatile(NOTHING);
		return sequence;
	}

	@Override
	public void putAll(List<Integer> values) {
		long last = this.ring.next(values.size());
		long first = last - values.size() + 1;
		for (int i = 0; i < values.size(); i++) {
			this.ring.get(first + i).value = values.get(i);
		}
		this.ring.publish(first, last);
	}

	@Override
	public int take(int maxSize, Consumer<Integer> action) throws InterruptedException {
		Sequence own = this.held.get();
		try {
			for (;;) {
				long before = this.claimed.get();
				own.setVolatile(before);
				long last = Math.min(this.barrier.waitFor(before + 1), before + maxSize);
				if (last > before && this.claimed.compareAndSet(before, last)) {
					read(before, last, action);
					return (int) (last - before);
				}
				Thread.onSpinWait();
			}
		}
		catch (AlertException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			own.set(NOTHING);
		}
	}

	@SuppressWarnings("NullAway") // putAll has set the values
	private void read(long before, long last, Consumer<Integer> action) {
		for (long index = before + 1; index <= last; index++) {
			Slot slot = this.ring.get(index);
			action.accept(slot.value);
			slot.value = null;
		}
	}

	private static final class Slot {

		private @Nullable Integer value;

	}

}
