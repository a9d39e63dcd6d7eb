package io.backpressure.channel.benchmarks.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values to send: existing objects, so that only the implementations allocate.
 */
final class Values {

	/** Number of values in a batch. */
	static final int BATCH_SIZE = 64;

	private static final int COUNT = 1024;

	private static final Integer[] VALUES = new Integer[COUNT];

	private static final List<List<Integer>> BATCHES = new ArrayList<>();

	static {
		for (int i = 0; i < COUNT; i++) {
			VALUES[i] = i;
		}
		for (int i = 0; i < COUNT; i += BATCH_SIZE) {
			BATCHES.add(new ArrayList<>(Arrays.asList(VALUES).subList(i, i + BATCH_SIZE)));
		}
	}

	private Values() {
	}

	static Integer get(int index) {
		return VALUES[index & (COUNT - 1)];
	}

	/** Return the batch of values that begins at the given index. */
	static List<Integer> batch(int index) {
		return BATCHES.get((index & (COUNT - 1)) / BATCH_SIZE);
	}

	/** Return the sum of the first {@code count} values. */
	static long checksum(int count) {
		long sum = 0;
		for (int i = 0; i < count; i++) {
			sum += get(i);
		}
		return sum;
	}

}
