package io.backpressure.channel.benchmarks.peer;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Handoff through the ring of the LMAX Disruptor, used as a queue: each value goes to one
 * receiver, whereas the Disruptor itself passes every value to every receiver.
 */
final class LmaxHandoff implements Handoff {

	/*
	 * Modelled on the worker pool of Disruptor 3: receivers claim from a shared sequence,
	 * which gates the senders. Each receiver adds another gating sequence. That sequence
	 * points to the slot before the claimed one until the receiver has read the claimed
	 * slot.
	 */

	private static final long NOTHING = Long.MAX_VALUE;

	private final RingBuffer<Slot> ring;

	private final SequenceBarrier barrier;

	private final Sequence claimed = new Sequence();

	private final ThreadLocal<Sequence> held = ThreadLocal.withInitial(this::addReceiver);

	LmaxHandoff(int capacity) {
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
	public void put(Integer value) {
		long index = this.ring.next();
		this.ring.get(index).value = value;
		this.ring.publish(index);
	}

	@Override
	@SuppressWarnings("NullAway") // put has set the value
	public Integer take() throws InterruptedException {
		Sequence own = this.held.get();
		long last;
		do {
			last = this.claimed.get();
			own.setVolatile(last);
		}
		while (!this.claimed.compareAndSet(last, last + 1));
		try {
			long index = last + 1;
			while (this.barrier.waitFor(index) < index) {
				Thread.onSpinWait();
			}
			Slot slot = this.ring.get(index);
			Integer value = slot.value;
			slot.value = null;
			return value;
		}
		catch (AlertException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			own.set(NOTHING);
		}
	}

	private static final class Slot {

		private @Nullable Integer value;

	}

}
