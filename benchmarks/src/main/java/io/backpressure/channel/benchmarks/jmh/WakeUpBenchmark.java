package io.backpressure.channel.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.backpressure.channel.benchmarks.peer.Handoff;
import io.backpressure.channel.benchmarks.peer.Implementation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time from the send of a value until a parked receiver has received it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class WakeUpBenchmark {

	/** Pause that is longer than any reasonable spin. */
	private static final long PAUSE_NANOS = 200_000;

	@Param({ "CHANNEL", "ABQ", "LBQ", "CONVERSANT" })
	private Implementation implementation = Implementation.CHANNEL;

	private final Integer value = 1;

	private final Thread receiver = new Thread(this::receive);

	private Handoff handoff = Implementation.CHANNEL.create(128);

	private volatile long received;

	/**
	 * Start the receiver.
	 */
	@Setup
	public void start() {
		this.handoff = this.implementation.create(128);
		this.receiver.setDaemon(true);
		this.receiver.start();
	}

	/**
	 * End the receiver.
	 */
	@TearDown
	public void stop() {
		this.receiver.interrupt();
	}

	/**
	 * Wait until the receiver is parked. The wait is not measured.
	 */
	@Setup(Level.Invocation)
	public void awaitParked() {
		do {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		while (this.receiver.getState() == Thread.State.RUNNABLE);
	}

	/**
	 * Send a value and wait until the receiver has received it.
	 * @return the number of values received before this call
	 * @throws InterruptedException never
	 */
	@Benchmark
	public long wakeUp() throws InterruptedException {
		long before = this.received;
		this.handoff.put(this.value);
		while (this.received == before) {
			Thread.onSpinWait();
		}
		return before;
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
	private void receive() {
		try {
			for (;;) {
				this.handoff.take();
				this.received++;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
