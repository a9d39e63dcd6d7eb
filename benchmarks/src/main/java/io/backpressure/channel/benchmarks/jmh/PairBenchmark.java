package io.backpressure.channel.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import io.backpressure.channel.benchmarks.peer.Handoff;
import io.backpressure.channel.benchmarks.peer.Implementation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of a send and a receive on one thread, without waits.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class PairBenchmark {

	@Param({ "CHANNEL", "ABQ", "LBQ", "LTQ", "CONVERSANT", "KOTLIN", "LMAX", "JCTOOLS", "AGRONA" })
	private Implementation implementation = Implementation.CHANNEL;

	private final Integer value = 1;

	private Handoff handoff = Implementation.CHANNEL.create(128);

	/**
	 * Create the handoff.
	 */
	@Setup
	public void setUp() {
		this.handoff = this.implementation.create(128);
	}

	/**
	 * Send and receive.
	 * @return the value received
	 * @throws InterruptedException never
	 */
	@Benchmark
	public Integer pair() throws InterruptedException {
		this.handoff.put(this.value);
		return this.handoff.take();
	}

}
