package io.backpressure.channel.benchmarks.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.benchmarks.batch.BatchHandoff;

/**
 * Measurement of equally many senders and receivers, each on a separate thread. Each
 * sender sends an equal part of the elements in batches, and each receiver receives an
 * equal part.
 */
final class BatchExchange implements Measurement {

	private final BatchHandoff handoff;

	private final int each;

	private final Threads threads = Threads.platform();

	private final Crew crew;

	/**
	 * Number of values that each thread sends or receives in the current run, a multiple
	 * of the batch size.
	 */
	private volatile int share;

	private final AtomicLong received = new AtomicLong();

	BatchExchange(BatchHandoff handoff, int each) {
		this.handoff = handoff;
		this.each = each;
		List<Crew.Member> members = new ArrayList<>();
		members.addAll(Collections.nCopies(each, this::send));
		members.addAll(Collections.nCopies(each, this::receive));
		this.crew = new Crew(this.threads, true, members);
	}

	@Override
	public Sample run(int elements) throws Exception {
		int batches = Math.max(1, elements / (this.each * Values.BATCH_SIZE));
		int share = batches * Values.BATCH_SIZE;
		int total = share * this.each;
		this.share = share;
		this.crew.getReady();
		long cpu = Meter.processCpuNanos();
		long bytes = this.threads.allocated().getAsLong();
		long start = System.nanoTime();
		this.crew.run();
		double nanos = System.nanoTime() - start;
		bytes = this.threads.allocated().getAsLong() - bytes;
		cpu = Meter.processCpuNanos() - cpu;
		if (this.received.getAndSet(0) != this.each * Values.checksum(share)) {
			throw new IllegalStateException("Values were lost or duplicated");
		}
		return new Sample(nanos / total, (double) cpu / total, (double) bytes / total);
	}

	private void send(Crew crew) throws InterruptedException {
		for (int run = 1;; run++) {
			crew.awaitStart(run);
			int count = this.share;
			for (int i = 0; i < count; i += Values.BATCH_SIZE) {
				this.handoff.putAll(Values.batch(i));
			}
			crew.finish();
		}
	}

	private void receive(Crew crew) throws InterruptedException {
		Checksum checksum = new Checksum();
		for (int run = 1;; run++) {
			crew.awaitStart(run);
			for (int left = this.share; left > 0;) {
				left -= this.handoff.take(Math.min(Values.BATCH_SIZE, left), checksum);
			}
			this.received.addAndGet(checksum.getAndReset());
			crew.finish();
		}
	}

}
