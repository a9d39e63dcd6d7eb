package io.backpressure.channel.benchmarks.scenario;

import io.backpressure.channel.benchmarks.batch.BatchHandoff;
import io.backpressure.channel.benchmarks.peer.Handoff;
import io.backpressure.channel.benchmarks.peer.Sink;

/**
 * Measurement with a single thread: alternating sends and receives, of one value or of a
 * batch, or sends to a full buffer that drops values.
 */
final class SingleThread implements Measurement {

	/**
	 * Largest number of values in one call of the loop. It is so small that the JVM
	 * compiles the loop as a method, without on-stack replacement.
	 */
	private static final int LENGTH = 1000;

	private final int length;

	private final Loop loop;

	@SuppressWarnings("unused") // prevents dead-code elimination
	private long result;

	private SingleThread(int length, Loop loop) {
		this.length = length;
		this.loop = loop;
	}

	static SingleThread pair(Handoff handoff) {
		return new SingleThread(LENGTH, (size) -> {
			long sum = 0;
			for (int i = 0; i < size; i++) {
				handoff.put(Values.get(i));
				sum += handoff.take();
			}
			return sum;
		});
	}

	/** Return a measurement that rounds the number of values up to whole batches. */
	static SingleThread batches(BatchHandoff handoff) {
		Checksum received = new Checksum();
		int length = LENGTH / Values.BATCH_SIZE * Values.BATCH_SIZE;
		return new SingleThread(length, (size) -> {
			for (int i = 0; i < size; i += Values.BATCH_SIZE) {
				handoff.putAll(Values.batch(i));
				for (int left = Values.BATCH_SIZE; left > 0;) {
					left -= handoff.take(left, received);
				}
			}
			return received.getAndReset();
		});
	}

	static SingleThread dropping(Sink sink) {
		return new SingleThread(LENGTH, (size) -> {
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
		for (int done = 0; done < elements; done += this.length) {
			this.result += this.loop.run(Math.min(this.length, elements - done));
		}
		double nanos = System.nanoTime() - start;
		bytes = Meter.allocatedByThisThread() - bytes;
		cpu = Meter.processCpuNanos() - cpu;
		return new Sample(nanos / elements, (double) cpu / elements, (double) bytes / elements);
	}

	/** Loop over values, with a result that depends on all of them. */
	private interface Loop {

		long run(int size) throws InterruptedException;

	}

}
