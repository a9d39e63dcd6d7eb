package io.backpressure.channel.benchmarks.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.benchmarks.peer.Handoff;

/**
 * Measurement of senders and receivers, each on a separate thread. Each sender sends an
 * equal part of the elements, and each receiver receives an equal part. All runs use the
 * same handoff, as an application would.
 */
final class Exchange implements Measurement {

	private final Handoff handoff;

	private final int senders;

	private final int receivers;

	private final Threads threads;

	private final Crew crew;

	/** Number of values that each sender sends in the current run. */
	private volatile int toSend;

	/** Number of values that each receiver receives in the current run. */
	private volatile int toReceive;

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	/**
	 * Start the threads.
	 * @param handoff the handoff for the values
	 * @param senders the number of sending threads
	 * @param receivers the number of receiving threads
	 * @param threads the kind of threads
	 * @param running whether ready threads wait for the start of a run in a loop that
	 * yields; otherwise they park, and one thread wakes up all of them
	 */
	Exchange(Handoff handoff, int senders, int receivers, Threads threads, boolean running) {
		this.handoff = handoff;
		this.senders = senders;
		this.receivers = receivers;
		this.threads = threads;
		List<Crew.Member> members = new ArrayList<>();
		members.addAll(Collections.nCopies(senders, this::send));
		members.addAll(Collections.nCopies(receivers, this::receive));
		this.crew = new Crew(threads, running, members);
	}

	@Override
	public Sample run(int elements) throws Exception {
		int parts = this.senders * this.receivers / Math.min(this.senders, this.receivers);
		int total = Math.max(1, elements / parts) * parts;
		this.toSend = total / this.senders;
		this.toReceive = total / this.receivers;
		this.crew.getReady();
		long cpu = Meter.processCpuNanos();
		long bytes = this.threads.allocated().getAsLong();
		long start = System.nanoTime();
		this.crew.run();
		double nanos = System.nanoTime() - start;
		bytes = this.threads.allocated().getAsLong() - bytes;
		cpu = Meter.processCpuNanos() - cpu;
		if (this.sent.getAndSet(0) != this.received.getAndSet(0)) {
			throw new IllegalStateException("Values were lost or duplicated");
		}
		return new Sample(nanos / total, (double) cpu / total, (double) bytes / total);
	}

	private void send(Crew crew) throws InterruptedException {
		for (int run = 1;; run++) {
			crew.awaitStart(run);
			int count = this.toSend;
			long checksum = 0;
			for (int i = 0; i < count; i++) {
				Integer value = Values.get(i);
				this.handoff.put(value);
				checksum += value;
			}
			this.sent.addAndGet(checksum);
			crew.finish();
		}
	}

	private void receive(Crew crew) throws InterruptedException {
		for (int run = 1;; run++) {
			crew.awaitStart(run);
			int count = this.toReceive;
			long checksum = 0;
			for (int i = 0; i < count; i++) {
				checksum += this.handoff.take();
			}
			this.received.addAndGet(checksum);
			crew.finish();
		}
	}

}
