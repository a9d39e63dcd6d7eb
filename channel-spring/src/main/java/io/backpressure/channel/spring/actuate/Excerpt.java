package io.backpressure.channel.spring.actuate;

/**
 * Shortened text of a request, for use in a message.
 */
final class Excerpt {

	private static final int MAX_LENGTH = 60;

	private Excerpt() {
	}

	/** Return the text, or its beginning and its length if it is long. */
	static String of(String text) {
		return (text.length() <= MAX_LENGTH) ? text
				: "%s... (%d characters)".formatted(text.substring(0, MAX_LENGTH), text.length());
	}

}
