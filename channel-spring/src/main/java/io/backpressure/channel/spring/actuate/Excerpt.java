package io.backpressure.channel.spring.actuate;

/**
 * Shortens text of a request before it is repeated in a message.
 */
final class Excerpt {

	private static final int MAX_LENGTH = 60;

	private Excerpt() {
	}

	/** The text, or its beginning and its length if it is long. */
	static String of(String text) {
		return (text.length() <= MAX_LENGTH) ? text
				: "%s... (%d characters)".formatted(text.substring(0, MAX_LENGTH), text.length());
	}

}
