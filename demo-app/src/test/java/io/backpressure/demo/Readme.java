package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the README and the documents say, so that it can be held against the code.
 */
final class Readme {

	private Readme() {
	}

	static String text() throws IOException {
		return text("README.md");
	}

	private static String text(String document) throws IOException {
		return Files.readString(Path.of("..", document));
	}

	/** The blocks of code in a language, in their order. */
	static List<String> code(String language) throws IOException {
		return code("README.md", language);
	}

	/** The blocks of code of a document in a language, in their order. */
	static List<String> code(String document, String language) throws IOException {
		return matches(text(document), "(?s)```" + language + "\\n(.*?)```");
	}

	/** The samples in the table of meters. */
	static List<String> meters() throws IOException {
		String rows = text().lines()
			.filter((line) -> line.startsWith("| `backpressure_channel_"))
			.collect(Collectors.joining("\n"));
		return matches(rows, "`(backpressure_channel_[a-z_]+)`");
	}

	/** The keys in the table of properties of a document. */
	static List<String> properties(String document) throws IOException {
		return matches(text(document), "(?m)^\\| `(backpressure\\.[a-z.<>-]+)` \\|");
	}

	private static List<String> matches(String text, String pattern) {
		return Pattern.compile(pattern)
			.matcher(text)
			.results()
			.map((MatchResult match) -> match.group(1))
			.distinct()
			.toList();
	}

}
