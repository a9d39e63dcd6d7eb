package io.backpressure.channel.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.backpressure.channel.benchmarks.listening.Listening;

/**
 * Measurement of the time until a listener has handled all values that the senders pass
 * to it.
 */
final class Delivery implements Measurement {

	private final Listening listening;

	private final int senders;

	private final LongAdder sum = new LongAdder();

	private final LongAdder handled = new LongAdder();

	Delivery(Listening.Factory factory, int threads) {
		this.senders = threads;
		this.listening = factory.start(threads, this::handle);
	}

	private void handle(Integer value) {
		this.sum.add(value);
		this.handled.increment();
	}

	@Override
	public Sample run(int elements) throws Exception {
		int each = Math.max(1, elements / this.senders);
		long total = (long) each * this.senders;
		this.sum.reset();
		this.handled.reset();
		List<Thread> threads = new ArrayList<>();
		for (int sender = 0; sender < this.senders; sender++) {
			threads.add(new Thread(() -> send(each)));
		}
		long cpu = Meter.processCpuNanos();
		long bytes = Meter.allocatedByAll();
		long start = System.nanoTime();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		while (this.handled.sum() < total) {
			LockSupport.parkNanos(20_000);
		}
		double nanos = System.nanoTime() - start;
		bytes = Meter.allocatedByAll() - bytes;
		cpu = Meter.processCpuNanos() - cpu;
		if (this.sum.sum() != this.senders * Values.checksum(each)) {
			throw new IllegalStateException("Values were lost or duplicated");
		}
		return new Sample(nanos / total, (double) cpu / total, (double) bytes / total);
	}

	private void send(int count) {
		try {
			for (int i = 0; i < count; i++) {
				this.listening.send(Values.get(i));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
