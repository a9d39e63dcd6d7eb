package io.backpressure.channel.spring.listener;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds for the number of threads of a listener.
 *
 * @param min the number of threads that the listener starts, and keeps while it is idle
 * @param max the number of threads to which the listener grows while values wait
 * @since 0.1.0
 */
public record ListenerConcurrency(int min, int max) {

	private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,9})\\s*(?:-\\s*(\\d{1,9})\\s*)?");

	/**
	 * Create bounds.
	 * @param min the lower bound
	 * @param max the upper bound
	 * @throws IllegalArgumentException if the lower bound is below 1 or above the upper
	 * bound
	 */
	public ListenerConcurrency {
		if (min < 1 || min > max) {
			throw new IllegalArgumentException(
					"concurrency must be at least 1, with the lower bound first as in 2-8, but is "
							+ ((min == max) ? min : min + "-" + max));
		}
	}

	/**
	 * Parse a number of threads, such as {@code 4}, or bounds, such as {@code 2-8}.
	 * @param text the text
	 * @return the bounds
	 * @throws IllegalArgumentException if the text is neither, or if the lower bound is
	 * below 1 or above the upper one
	 */
	public static ListenerConcurrency valueOf(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"concurrency must be a number of threads such as 4, or bounds such as 2-8, but is '" + text + "'");
		}
		int min = Integer.parseInt(matcher.group(1));
		String max = matcher.group(2);
		return new ListenerConcurrency(min, (max != null) ? Integer.parseInt(max) : min);
	}

	boolean isFixed() {
		return this.min == this.max;
	}

	@Override
	public String toString() {
		return isFixed() ? String.valueOf(this.min) : this.min + "-" + this.max;
	}

}
