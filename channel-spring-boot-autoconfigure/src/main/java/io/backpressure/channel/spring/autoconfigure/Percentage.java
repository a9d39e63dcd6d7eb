package io.backpressure.channel.spring.autoconfigure;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Percentages that were written where a fraction is expected.
 */
final class Percentage {

	private static final Pattern TEXT = Pattern.compile("(\\d{1,3}(?:\\.\\d+)?)\\s*%(.*)");

	private Percentage() {
	}

	/**
	 * Return a hint to write a fraction instead of a percentage; empty if the given text
	 * is not a percentage of at most 100.
	 */
	static Optional<String> hint(String given) {
		Matcher matcher = TEXT.matcher(given);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		BigDecimal fraction = new BigDecimal(matcher.group(1)).movePointLeft(2).stripTrailingZeros();
		return (fraction.compareTo(BigDecimal.ONE) <= 0) ? Optional.of("%1$s%% is the fraction %2$s. Write %2$s%3$s."
			.formatted(matcher.group(1), fraction.toPlainString(), matcher.group(2))) : Optional.empty();
	}

}
