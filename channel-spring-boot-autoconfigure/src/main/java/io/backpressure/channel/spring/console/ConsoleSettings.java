package io.backpressure.channel.spring.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What the page must know of the application.
 *
 * @param application name of the application, if it has one
 * @param endpoint path of the endpoint without the context path; null if the page cannot
 * reach it
 * @param extension path of a script of the application's own without the context path, if
 * there is one
 * @param reason why the page cannot reach the endpoint, and the remedy
 */
public record ConsoleSettings(@Nullable String application, @Nullable String endpoint, @Nullable String extension,
		@Nullable String reason) {

	/** By hand, so that the console needs no library for JSON. */
	String json(String contextPath) {
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		values.put("application", this.application);
		values.put("endpoint", (this.endpoint != null) ? contextPath + this.endpoint : null);
		values.put("extension", (this.extension != null) ? contextPath + this.extension : null);
		values.put("reason", this.reason);
		return values.entrySet()
			.stream()
			.map((entry) -> quoted(entry.getKey()) + ":"
					+ ((entry.getValue() != null) ? quoted(entry.getValue()) : "null"))
			.collect(Collectors.joining(",", "{", "}"));
	}

	private static String quoted(String text) {
		StringBuilder json = new StringBuilder("\"");
		text.chars().forEach((character) -> {
			if (character < ' ' || character == '"' || character == '\\') {
				json.append("\\u%04x".formatted(character));
			}
			else {
				json.append((char) character);
			}
		});
		return json.append('"').toString();
	}

}
