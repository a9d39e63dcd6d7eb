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
	 * Return a hint with the fraction to write instead of a percentage; empty if the given
	 * text is not a percentage of at most 100.
	 */
	static Optional<String> hint(String given) {
		Matcher matcher = TEXT.matcher(given);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		BigDecimal fraction = new BigDecimal(matcher.group(1)).movePointLeft(2).stripTrailingZeros();
		return (fraction.compareTo(BigDecimal.ONE) <= 0)
				? Optional
					.of("Write " + fraction.toPlainString() + matcher.group(2) + " instead of " + given.strip() + ".")
				: Optional.empty();
	}

}
