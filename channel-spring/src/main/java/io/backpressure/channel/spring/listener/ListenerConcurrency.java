package io.backpressure.channel.spring.listener;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many threads a listener has.
 *
 * @param min the number that it always has
 * @param max the number to which it grows while values are waiting
 */
public record ListenerConcurrency(int min, int max) {

	private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,9})\\s*(?:-\\s*(\\d{1,9})\\s*)?");

	/**
	 * Create bounds.
	 * @param min the number that it always has
	 * @param max the number to which it grows while values are waiting
	 * @throws IllegalArgumentException if the lower one is below 1 or above the upper one
	 */
	public ListenerConcurrency {
		if (min < 1 || min > max) {
			throw new IllegalArgumentException(
					"concurrency must be at least 1, and bounds such as 2-8 must grow, but is "
							+ ((min == max) ? min : min + "-" + max));
		}
	}

	/**
	 * Read a number of threads, such as {@code 4}, or bounds, such as {@code 2-8}.
	 * @param text the text
	 * @return what it says
	 * @throws IllegalArgumentException if it is neither, or below 1
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
