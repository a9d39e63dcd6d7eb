package io.backpressure.channel.benchmarks.scenario;

import io.backpressure.channel.benchmarks.peer.Handoff;

/**
 * Measurement of the processor time of a waiting thread and of its process, while no
 * values are sent or received.
 */
final class Idle implements Measurement {

	/** Time for the waiter to stop spinning and park. */
	private static final long SETTLE_MILLIS = 100;

	private final Handoff handoff;

	private final int capacity;

	private final boolean sender;

	private final long millis;

	private final Exchange traffic;

	Idle(Handoff handoff, int capacity, boolean sender, long millis) {
		this.handoff = handoff;
		this.capacity = capacity;
		this.sender = sender;
		this.millis = millis;
		this.traffic = new Exchange(handoff, 1, 1, Threads.platform(), true);
	}

	@Override
	public Sample run(int elements) throws Exception {
		this.traffic.run(elements); // lets an adaptive implementation adapt
		if (this.sender) {
			for (int i = 0; i < this.capacity; i++) {
				this.handoff.put(Values.get(i));
			}
		}
		Thread waiter = new Thread(this::waitOnce);
		waiter.setDaemon(true);
		waiter.start();
		Thread.sleep(SETTLE_MILLIS);
		long processCpu = Meter.processCpuNanos();
		long cpu = Meter.cpuNanos(waiter);
		Thread.sleep(this.millis);
		double perSecond = 1000.0 / this.millis;
		cpu = Meter.cpuNanos(waiter) - cpu;
		processCpu = Meter.processCpuNanos() - processCpu;
		finish(waiter);
		return new Sample(cpu * perSecond, processCpu * perSecond, 0);
	}

	private void waitOnce() {
		try {
			if (this.sender) {
				this.handoff.put(Values.get(0));
			}
			else {
				this.handoff.take();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** End the wait, and leave the buffer empty. */
	private void finish(Thread waiter) throws InterruptedException {
		if (this.sender) {
			for (int i = 0; i <= this.capacity; i++) {
				this.handoff.take();
			}
		}
		else {
			this.handoff.put(Values.get(0));
		}
		waiter.join();
	}

}
