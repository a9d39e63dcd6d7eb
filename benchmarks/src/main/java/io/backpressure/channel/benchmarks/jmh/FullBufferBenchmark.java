package io.backpressure.channel.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import io.backpressure.channel.benchmarks.peer.FullBuffer;
import io.backpressure.channel.benchmarks.peer.Implementation;
import io.backpressure.channel.benchmarks.peer.Sink;
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
 * Cost of a send to a buffer that is always full and drops values.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class FullBufferBenchmark {

	@Param({ "CHANNEL", "ABQ", "LBQ", "LTQ", "CONVERSANT", "KOTLIN", "JCTOOLS", "AGRONA" })
	private Implementation implementation = Implementation.CHANNEL;

	private final Integer value = 1;

	private Sink dropsOldest = (dropped) -> false;

	private Sink dropsNewest = (dropped) -> false;

	/**
	 * Create the buffers.
	 */
	@Setup
	public void setUp() {
		this.dropsOldest = FullBuffer.droppingOldest(this.implementation, 128);
		this.dropsNewest = FullBuffer.droppingNewest(this.implementation, 128);
	}

	/**
	 * Drop the head to make room, in one step or by alternating calls of offer and poll.
	 * @return a result that depends on the outcome
	 */
	@Benchmark
	public boolean dropOldest() {
		return this.dropsOldest.send(this.value);
	}

	/**
	 * Drop the value sent.
	 * @return a result that depends on the outcome
	 */
	@Benchmark
	public boolean dropNewest() {
		return this.dropsNewest.send(this.value);
	}

}
