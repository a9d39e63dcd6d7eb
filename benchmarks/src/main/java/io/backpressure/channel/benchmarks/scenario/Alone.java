package io.backpressure.channel.benchmarks.scenario;

import io.backpressure.channel.benchmarks.peer.Handoff;
import io.backpressure.channel.benchmarks.peer.Sink;

/**
 * What a thread does without another: sending and receiving in turns, or sending to a
 * full buffer that drops.
 */
final class Alone implements Measurement {

	/** A loop of this length is compiled as a whole, not replaced while it runs. */
	private static final int BATCH = 1000;

	private final Batch batch;

	@SuppressWarnings("unused") // so that nothing is optimised away
	private long result;

	private Alone(Batch batch) {
		this.batch = batch;
	}

	static Alone pair(Handoff handoff) {
		return new Alone((size) -> {
			long sum = 0;
			for (int i = 0; i < size; i++) {
				handoff.put(Values.get(i));
				sum += handoff.take();
			}
			return sum;
		});
	}

	static Alone dropping(Sink sink) {
		return new Alone((size) -> {
			long sum = 0;
			for (int i = 0; i < size; i++) {
				sum += sink.send(Values.get(i)) ? 1 : 0;
			}
			return sum;
		});
	}

	@Override
	public Sample run(int elements) throws InterruptedException {
		long cpu = Meter.processCpuNanos();
		long bytes = Meter.allocatedByThisThread();
		long start = System.nanoTime();
		for (int done = 0; done < elements; done += BATCH) {
			this.result += this.batch.run(Math.min(BATCH, elements - done));
		}
		double nanos = System.nanoTime() - start;
		bytes = Meter.allocatedByThisThread() - bytes;
		cpu = Meter.processCpuNanos() - cpu;
		return new Sample(nanos / elements, (double) cpu / elements, (double) bytes / elements);
	}

	/** Some elements, and a result that depends on all of them. */
	private interface Batch {

		long run(int size) throws InterruptedException;

	}

}
