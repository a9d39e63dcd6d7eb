package io.backpressure.channel.spring.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the console page. Paths are relative to the application. The page prepends
 * the prefix of its own path, whether that prefix comes from a context path, a servlet
 * path or a proxy.
 *
 * @param application name of the application, or {@code null} if it has none
 * @param endpoint path of the endpoint, or {@code null} if the page cannot reach it
 * @param extension path of a script of the application, or {@code null} if there is none
 * @param reason reason why the page cannot reach the endpoint, with a remedy;
 * {@code null} if the page can reach the endpoint
 * @param elsewhere port and path of a console that can reach the endpoint, such as
 * {@code 8081/backpressure}, or {@code null} if none is known
 * @since 0.1.0
 */
public record ConsoleSettings(@Nullable String application, @Nullable String endpoint, @Nullable String extension,
		@Nullable String reason, @Nullable String elsewhere) {

	/**
	 * Return the settings as JSON, written by hand so that the console needs no JSON
	 * library.
	 */
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
