package io.backpressure.channel.benchmarks.scenario;

import java.util.concurrent.CompletableFuture;

import io.backpressure.channel.benchmarks.async.AsyncHandoff;

/**
 * Measurement of a sender and a receiver that make asynchronous calls on a pool.
 */
final class AsyncExchange implements Measurement {

	private final AsyncHandoff handoff;

	private final Checksum received = new Checksum();

	AsyncExchange(AsyncHandoff handoff) {
		this.handoff = handoff;
	}

	@Override
	public Sample run(int elements) throws Exception {
		long cpu = Meter.processCpuNanos();
		long bytes = Meter.allocatedByAll();
		long start = System.nanoTime();
		CompletableFuture<?> receiver = this.handoff.receive(elements, this.received);
		CompletableFuture<?> sender = this.handoff.send(elements, Values::get);
		sender.get();
		receiver.get();
		double nanos = System.nanoTime() - start;
		bytes = Meter.allocatedByAll() - bytes;
		cpu = Meter.processCpuNanos() - cpu;
		if (this.received.getAndReset() != Values.checksum(elements)) {
			throw new IllegalStateException("Values were lost or duplicated");
		}
		return new Sample(nanos / elements, (double) cpu / elements, (double) bytes / elements);
	}

}
