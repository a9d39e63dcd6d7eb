package io.backpressure.channel.benchmarks.scenario;

/**
 * The values to send: existing objects, so that only the implementations allocate.
 */
final class Values {

	private static final int COUNT = 1024;

	private static final Integer[] VALUES = new Integer[COUNT];

	static {
		for (int i = 0; i < COUNT; i++) {
			VALUES[i] = i;
		}
	}

	private Values() {
	}

	static Integer get(int index) {
		return VALUES[index & (COUNT - 1)];
	}

}
