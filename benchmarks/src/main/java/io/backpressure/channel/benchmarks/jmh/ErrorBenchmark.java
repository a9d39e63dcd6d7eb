package io.backpressure.channel.benchmarks.jmh;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelFullException;
import io.backpressure.channel.SendResult;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of a failed send to a full buffer. A result or an exception reports the failure.
 * The channel is compared with a queue.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ErrorBenchmark {

	private final Integer value = 1;

	private final BackpressureChannel<Integer> channel = BackpressureChannel.<Integer>builder()
		.bufferSize(1)
		.strategy(BackpressureStrategy.ERROR)
		.build();

	private final ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);

	/**
	 * Fill both buffers.
	 */
	public ErrorBenchmark() {
		SendResult unused = this.channel.trySend(this.value);
		this.queue.add(this.value);
	}

	/**
	 * Measure the result of the channel.
	 * @return the result for a full buffer
	 */
	@Benchmark
	public SendResult channelResult() {
		return this.channel.trySend(this.value);
	}

	/**
	 * Measure the result of the queue.
	 * @return the result for a full buffer
	 */
	@Benchmark
	public boolean queueResult() {
		return this.queue.offer(this.value);
	}

	/**
	 * Measure the exception of the channel.
	 * @return the exception
	 * @throws InterruptedException never
	 */
	@Benchmark
	public @Nullable Object channelException() throws InterruptedException {
		try {
			this.channel.send(this.value);
			return null;
		}
		catch (ChannelFullException ex) {
			return ex;
		}
	}

	/**
	 * Measure the exception of the queue.
	 * @return the exception
	 */
	@Benchmark
	public @Nullable Object queueException() {
		try {
			this.queue.add(this.value);
			return null;
		}
		catch (IllegalStateException ex) {
			return ex;
		}
	}

}
