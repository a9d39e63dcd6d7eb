package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the README says, so that it can be held against the code.
 */
final class Readme {

	private Readme() {
	}

	static String text() throws IOException {
		return Files.readString(Path.of("..", "README.md"));
	}

	/** The blocks of code in a language, in their order. */
	static List<String> code(String language) throws IOException {
		return matches("(?s)```" + language + "\\n(.*?)```");
	}

	/** The samples in the table of meters. */
	static List<String> meters() throws IOException {
		return matches("`(backpressure_channel_[a-z_]+)`");
	}

	/** The keys in the table of properties. */
	static List<String> properties() throws IOException {
		return matches("(?m)^\\| `(backpressure\\.[a-z.<>-]+)` \\|");
	}

	private static List<String> matches(String pattern) throws IOException {
		return Pattern.compile(pattern)
			.matcher(text())
			.results()
			.map((MatchResult match) -> match.group(1))
			.distinct()
			.toList();
	}

}
