package io.backpressure.channel.benchmarks.scenario;

import java.util.function.Consumer;

/**
 * Sum of the values that one thread at a time receives.
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
