package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureStrategy;

/**
 * The settings that all instances of a channel have to agree on.
 *
 * @param capacity the most values that are buffered
 * @param strategy what a send does when the buffer is full
 * @param visibility how long a value stays with an instance that does not renew it
 * @param maxDeliveries how often a value is delivered before it is given up
 */
record Terms(int capacity, BackpressureStrategy strategy, Duration visibility, int maxDeliveries) {

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(600);

	/** Return the terms, in the order of the fields, and more arguments of a script. */
	byte[][] arguments(byte[]... others) {
		byte[][] arguments = new byte[4 + others.length][];
		arguments[0] = Keys.bytes(this.capacity);
		arguments[1] = Keys.bytes(this.strategy);
		arguments[2] = Keys.bytes(this.visibility.toMillis());
		arguments[3] = Keys.bytes(this.maxDeliveries);
		System.arraycopy(others, 0, arguments, 4, others.length);
		return arguments;
	}

	/**
	 * Describe the terms that other instances have, and those of this one.
	 * @param answer what a script answers if they differ: its name for that, the terms of
	 * the others in the order of the fields, and how many there are
	 */
	String difference(List<Object> answer) {
		List<String> theirs = ((List<?>) answer.get(1)).stream().map(Keys::text).toList();
		List<String> ours = Stream.of(arguments()).map(Keys::text).toList();
		String others = " in " + answer.get(2) + " running instance(s), but ";
		if (!theirs.subList(0, 2).equals(ours.subList(0, 2))) {
			return "has a capacity of " + theirs.get(0) + " and strategy " + theirs.get(1) + others + ours.get(0)
					+ " and " + ours.get(1) + " here";
		}
		if (!theirs.get(2).equals(ours.get(2))) {
			return "has a visibility timeout of " + theirs.get(2) + " ms" + others + ours.get(2) + " ms here";
		}
		return "delivers a value " + theirs.get(3) + " times at most (max-deliveries)" + others + ours.get(3) + " here";
	}

	/** Return the least gap between two looks that is taken for a pause. */
	Duration pause() {
		Duration half = this.visibility.dividedBy(2);
		return (half.compareTo(SHORTEST_PAUSE) > 0) ? half : SHORTEST_PAUSE;
	}

}
