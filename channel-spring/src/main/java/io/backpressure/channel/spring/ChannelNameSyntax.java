package io.backpressure.channel.spring;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Syntax of the names of channels that are declared in the properties or created by
 * {@link ChannelRegistry}. It is strict because a name is also a bean name, part of
 * property names, a tag of meters, and part of log messages and URLs.
 *
 * @since 0.1.0
 */
public final class ChannelNameSyntax {

	/** Length of the longest valid name. */
	public static final int MAX_LENGTH = 100;

	/** The syntax in words, to follow "a name consists of". */
	public static final String RULE = "lower-case letters and digits, with single hyphens between, beginning with a letter, "
			+ MAX_LENGTH + " characters at most";

	private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	/** Largest number of characters that a message shows of an invalid name. */
	private static final int SHOWN = 40;

	private ChannelNameSyntax() {
	}

	/**
	 * Return whether a name is valid.
	 * @param name the name
	 * @return {@code true} if a channel may have the name
	 */
	public static boolean isValid(String name) {
		return name.length() <= MAX_LENGTH && VALID.matcher(name).matches();
	}

	/**
	 * Correct an invalid name as far as possible.
	 * @param name a name that is not valid
	 * @return the corrected name; still invalid if it is too long or none of its
	 * characters can be kept
	 */
	public static String corrected(String name) {
		return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^[-0-9]+|-+$", "");
	}

	/**
	 * Check a name that was given in code.
	 * @param name the name
	 * @return the same name
	 * @throws IllegalArgumentException if it is not valid; the message states the rule
	 */
	static String check(String name) {
		if (!isValid(name)) {
			String corrected = corrected(name);
			throw new IllegalArgumentException(
					"'" + printable(name) + "' is not a valid channel name. A name consists of " + RULE + "."
							+ (isValid(corrected) ? " Use '" + corrected + "'." : ""));
		}
		return name;
	}

	private static String printable(String name) {
		String shown = (name.length() > SHOWN) ? name.substring(0, SHOWN) + "..." : name;
		return shown.replaceAll("\\p{Cntrl}", "?");
	}

}
