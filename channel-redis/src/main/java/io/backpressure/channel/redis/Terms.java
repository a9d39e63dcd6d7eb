package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.BackpressureStrategy;

/**
 * The settings that all instances of a channel have to agree on.
 *
 * @param capacity the most values that are buffered
 * @param strategy what a send does when the buffer is full
 * @param visibility how long a value stays with an instance that does not renew it
 */
record Terms(int capacity, BackpressureStrategy strategy, Duration visibility) {

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(600);

	/** Return the terms as arguments of a script, in the order of the fields. */
	byte[][] arguments(byte[]... others) {
		byte[][] arguments = new byte[3 + others.length][];
		arguments[0] = Keys.bytes(this.capacity);
		arguments[1] = Keys.bytes(this.strategy);
		arguments[2] = Keys.bytes(this.visibility.toMillis());
		System.arraycopy(others, 0, arguments, 3, others.length);
		return arguments;
	}

	/**
	 * Describe the terms that other instances have, and those of this one.
	 * @param answer what a script answers if they differ: its name for that, the fields
	 * of the others, and how many there are
	 */
	String difference(List<Object> answer) {
		String capacity = Keys.text(answer.get(1));
		String strategy = Keys.text(answer.get(2));
		String others = " in " + answer.get(4) + " running instance(s), but ";
		if (capacity.equals(String.valueOf(this.capacity)) && strategy.equals(this.strategy.name())) {
			return "has a visibility timeout of " + Keys.text(answer.get(3)) + " ms" + others
					+ this.visibility.toMillis() + " ms here";
		}
		return "has a capacity of " + capacity + " and strategy " + strategy + others + this.capacity + " and "
				+ this.strategy + " here";
	}

	/** Return the least gap between two looks that is taken for a pause. */
	Duration pause() {
		Duration half = this.visibility.dividedBy(2);
		return (half.compareTo(SHORTEST_PAUSE) > 0) ? half : SHORTEST_PAUSE;
	}

}
