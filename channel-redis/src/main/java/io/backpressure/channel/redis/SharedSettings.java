package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureStrategy;

/**
 * Settings on which all instances of a channel have to agree.
 *
 * @param capacity the largest number of buffered values
 * @param strategy the strategy of a send when the buffer is full
 * @param visibility the time after which a value is redelivered if its receiver neither
 * acknowledges nor renews it
 * @param maxDeliveries the maximum number of deliveries of a value to a listener
 */
record SharedSettings(int capacity, BackpressureStrategy strategy, Duration visibility, int maxDeliveries) {

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(600);

	/**
	 * Return the settings, in the order of the fields, followed by further arguments of a
	 * script.
	 */
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
	 * Describe the difference between the settings of other instances and those of this
	 * one.
	 * @param reply the reply of a script that found a difference: its status, the
	 * settings in force in the order of the fields, and the number of instances with
	 * those settings
	 */
	String difference(List<Object> reply) {
		List<String> theirs = ((List<?>) reply.get(1)).stream().map(Keys::text).toList();
		List<String> ours = Stream.of(arguments()).map(Keys::text).toList();
		String others = " in " + reply.get(2) + " running instance(s), but ";
		if (!theirs.subList(0, 2).equals(ours.subList(0, 2))) {
			return "has a capacity of " + theirs.get(0) + " and strategy " + theirs.get(1) + others + ours.get(0)
					+ " and " + ours.get(1) + " here";
		}
		if (!theirs.get(2).equals(ours.get(2))) {
			return "has a visibility timeout of " + theirs.get(2) + " ms" + others + ours.get(2) + " ms here";
		}
		return "delivers a value " + theirs.get(3) + " times at most (max-deliveries)" + others + ours.get(3) + " here";
	}

	/**
	 * Return the longest interval without a pause between two runs of {@code pause.lua},
	 * which all instances run regularly. If a run finds that the previous one was longer
	 * ago, Redis was paused or unreachable.
	 */
	Duration pause() {
		Duration half = this.visibility.dividedBy(2);
		return (half.compareTo(SHORTEST_PAUSE) > 0) ? half : SHORTEST_PAUSE;
	}

}
