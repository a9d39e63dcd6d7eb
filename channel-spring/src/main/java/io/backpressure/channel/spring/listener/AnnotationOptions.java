package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringValueResolver;

/**
 * Reader for the attributes of {@link ChannelListener}, with placeholders resolved.
 */
final class AnnotationOptions {

	private final StringValueResolver placeholders;

	AnnotationOptions(StringValueResolver placeholders) {
		this.placeholders = placeholders;
	}

	/**
	 * Read the options.
	 * @throws IllegalArgumentException if an attribute cannot be read
	 */
	ListenerOptions read(ChannelListener annotation) {
		return new ListenerOptions(value(annotation.concurrency(), ListenerConcurrency::valueOf),
				value(annotation.batchSize(), (text) -> number("batchSize", text)),
				value(annotation.batchTimeout(), (text) -> duration("batchTimeout", text)),
				value(annotation.autoStartup(), (text) -> truth("autoStartup", text)),
				value(annotation.errorHandler(), Function.identity()), null,
				value(annotation.sendTo(), Function.identity()), null, null);
	}

	/** Return the text with placeholders resolved, or null if it is blank. */
	@Nullable String text(String attribute) {
		String text = this.placeholders.resolveStringValue(attribute);
		return (text != null && !text.isBlank()) ? text.trim() : null;
	}

	private <V> @Nullable V value(String attribute, Function<String, V> reader) {
		String text = text(attribute);
		return (text != null) ? reader.apply(text) : null;
	}

	private static Integer number(String attribute, String text) {
		try {
			return Integer.valueOf(text);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(attribute + " must be a whole number, but is '" + text + "'", ex);
		}
	}

	private static Duration duration(String attribute, String text) {
		try {
			return DurationFormatterUtils.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					attribute + " must be a duration with a unit, such as 100ms or 5s, but is '" + text + "'", ex);
		}
	}

	private static Boolean truth(String attribute, String text) {
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException(attribute + " must be true or false, but is '" + text + "'");
		};
	}

}
