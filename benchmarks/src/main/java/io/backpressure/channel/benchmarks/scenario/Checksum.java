package io.backpressure.channel.benchmarks.scenario;

import java.util.function.Consumer;

/**
 * Sum of received values. Only one thread at a time may use it.
 */
final class Checksum implements Consumer<Integer> {

	private long sum;

	@Override
	public void accept(Integer value) {
		this.sum += value;
	}

	long getAndReset() {
		long sum = this.sum;
		this.sum = 0;
		return sum;
	}

}
