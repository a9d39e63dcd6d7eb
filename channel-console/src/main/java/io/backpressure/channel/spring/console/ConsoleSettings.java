package io.backpressure.channel.spring.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the console page. Paths are those within the application. The page adds the
 * prefix of its own path to them, whatever context path, servlet path or proxy that comes
 * from.
 *
 * @param application name of the application, if it has one
 * @param endpoint path of the endpoint; null if the page cannot reach it
 * @param extension path of a script of the application's own, if there is one
 * @param reason why the page cannot reach the endpoint, and the remedy
 * @param elsewhere port and path of a console that can reach it, as
 * {@code 8081/backpressure}, if there is one on a port that is known
 */
public record ConsoleSettings(@Nullable String application, @Nullable String endpoint, @Nullable String extension,
		@Nullable String reason, @Nullable String elsewhere) {

	/** By hand, so that the console needs no library for JSON. */
	String json() {
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		values.put("application", this.application);
		values.put("endpoint", this.endpoint);
		values.put("extension", this.extension);
		values.put("reason", this.reason);
		if (this.elsewhere != null) {
			values.put("elsewhere", this.elsewhere);
		}
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
