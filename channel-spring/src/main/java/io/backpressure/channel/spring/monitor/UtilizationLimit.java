package io.backpressure.channel.spring.monitor;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Limit on the utilization of a channel, and the time for which a channel may be at or
 * above it.
 *
 * @param utilization the limit, above 0 and at most 1
 * @param duration the time for which a channel may be at or above the limit
 * @since 0.1.0
 */
public record UtilizationLimit(double utilization, Duration duration) {

	/**
	 * No limit, written {@code never}: the channel may stay full. The duration is too
	 * long to pass.
	 */
	public static final UtilizationLimit NEVER = new UtilizationLimit(1, Duration.ofDays(100_000));

	private static final Pattern TEXT = Pattern.compile("\\s*(\\d*\\.?\\d+)\\s*(?:for\\s+(\\S+)\\s*)?");

	/**
	 * Create a limit.
	 * @param utilization the limit, above 0 and at most 1
	 * @param duration the time for which a channel may be at or above the limit
	 * @throws IllegalArgumentException if the utilization is not above 0 and at most 1,
	 * or the duration is negative
	 */
	public UtilizationLimit {
		if (!(utilization > 0 && utilization <= 1)) {
			throw new IllegalArgumentException("utilization must be above 0 and at most 1, but is " + utilization);
		}
		if (duration.isNegative()) {
			throw new IllegalArgumentException("duration must not be negative, but is " + duration);
		}
	}

	/**
	 * Parse a limit such as {@code 0.9 for 30s} or {@code never}. Without a time, as in
	 * {@code 0.9}, the limit applies immediately.
	 * @param text the text
	 * @return the limit
	 * @throws IllegalArgumentException if the text is not a limit
	 */
	public static UtilizationLimit valueOf(String text) {
		if (text.strip().equalsIgnoreCase("never")) {
			return NEVER;
		}
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("must have the form '0.9 for 30s', but is '" + text + "'");
		}
		String duration = matcher.group(2);
		return new UtilizationLimit(Double.parseDouble(matcher.group(1)),
				(duration != null) ? DurationFormatterUtils.detectAndParse(duration) : Duration.ZERO);
	}

	@Override
	public String toString() {
		return equals(NEVER) ? "never" : this.utilization + " for "
				+ DurationFormatterUtils.print(this.duration, DurationFormat.Style.COMPOSITE);
	}

}
