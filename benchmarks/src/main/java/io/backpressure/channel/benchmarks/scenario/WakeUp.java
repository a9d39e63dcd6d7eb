package io.backpressure.channel.benchmarks.scenario;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import io.backpressure.channel.benchmarks.peer.Handoff;
import org.jspecify.annotations.Nullable;

/**
 * Measurement of the time from a send until a parked receiver has received the value.
 */
final class WakeUp implements Measurement {

	/**
	 * Pause before each send. By then, a receiver has usually stopped spinning and has
	 * parked. {@link #awaitParked} checks this. With a longer pause, the results of every
	 * implementation fell into two groups, presumably because a hypervisor polls for a
	 * while before it releases a halted processor.
	 */
	private static final long PAUSE_NANOS = 100_000;

	/**
	 * Number of pauses after which the value is sent even if the receiver has not parked.
	 */
	private static final int MAX_PAUSES = 10;

	private final Handoff handoff;

	private final Thread receiver;

	private volatile long sentAt;

	private volatile long latency;

	private volatile long received;

	private volatile @Nullable Exception failure;

	WakeUp(Handoff handoff) {
		this.handoff = handoff;
		this.receiver = new Thread(this::receive);
		this.receiver.setDaemon(true);
		this.receiver.start();
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
	private void receive() {
		try {
			for (;;) {
				this.handoff.take();
				this.latency = System.nanoTime() - this.sentAt;
				this.received++;
			}
		}
		catch (Exception ex) {
			this.failure = ex;
		}
	}

	@Override
	public Sample run(int elements) throws Exception {
		long[] latencies = new long[elements];
		long cpu = Meter.processCpuNanos();
		long bytes = allocated();
		for (int i = 0; i < elements; i++) {
			awaitParked();
			long before = this.received;
			this.sentAt = System.nanoTime();
			this.handoff.put(Values.get(i));
			while (this.received == before) {
				if (this.failure != null) {
					throw this.failure;
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
			latencies[i] = this.latency;
		}
		bytes = allocated() - bytes;
		cpu = Meter.processCpuNanos() - cpu;
		Arrays.sort(latencies);
		return new Sample(latencies[elements / 2], (double) cpu / elements, (double) bytes / elements);
	}

	private long allocated() {
		return Meter.allocatedByThisThread() + Meter.allocatedBy(this.receiver);
	}

	private void awaitParked() {
		for (int pauses = 0; pauses < MAX_PAUSES; pauses++) {
			LockSupport.parkNanos(PAUSE_NANOS);
			Thread.State state = this.receiver.getState();
			if (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) {
				return;
			}
		}
	}

}
