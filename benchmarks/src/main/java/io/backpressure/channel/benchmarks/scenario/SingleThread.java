package io.backpressure.channel.benchmarks.scenario;

import io.backpressure.channel.benchmarks.peer.Handoff;
import io.backpressure.channel.benchmarks.peer.Sink;

/**
 * Measurement with a single thread: alternating sends and receives, or sends to a full
 * buffer that drops values.
 */
final class SingleThread implements Measurement {

	/**
	 * Length of the inner loop: short enough to be compiled as a method, without on-stack
	 * replacement.
	 */
	private static final int BATCH = 1000;

	private final Batch batch;

	@SuppressWarnings("unused") // prevents dead-code elimination
	private long result;

	private SingleThread(Batch batch) {
		this.batch = batch;
	}

	static SingleThread pair(Handoff handoff) {
		return new SingleThread((size) -> {
			long sum = 0;
			for (int i = 0; i < size; i++) {
				handoff.put(Values.get(i));
				sum += handoff.take();
			}
			return sum;
		});
	}

	static SingleThread dropping(Sink sink) {
		return new SingleThread((size) -> {
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

	/** Batch of elements, with a result that depends on all of them. */
	private interface Batch {

		long run(int size) throws InterruptedException;

	}

}
