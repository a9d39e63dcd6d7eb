package io.backpressure.channel.spring.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the files of the console refer to no other host, and contain neither inline
 * scripts or styles nor markup made from data.
 */
class ConsoleSourcesTests {

	private static final Path DIRECTORY = Path.of("src/main/resources/io/backpressure/channel/spring/console");

	private static List<String> files;

	@BeforeAll
	static void listFiles() throws IOException {
		try (Stream<Path> paths = Files.list(DIRECTORY)) {
			files = paths.map((path) -> path.getFileName().toString()).toList();
		}
	}

	@Test
	void linksAreRelative() {
		assertThat(references(text("index.html"))).isNotEmpty()
			.allSatisfy((path) -> assertThat(path).startsWith("backpressure/"));
	}

	@Test
	void noFileNamesAnotherHost() {
		assertThat(files).hasSizeGreaterThan(10)
			.allSatisfy((file) -> assertThat(text(file).replace("xmlns=\"http://www.w3.org/2000/svg\"", "")).as(file)
				.doesNotContainPattern("https?:")
				.doesNotContainPattern("[\"'(]//"));
	}

	@Test
	void noScriptTurnsDataIntoMarkup() {
		assertThat(files).filteredOn((file) -> file.endsWith(".js"))
			.allSatisfy((file) -> assertThat(text(file)).as(file)
				.doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
						"Function("));
	}

	@Test
	void pageHasNoInlineScriptOrStyle() {
		assertThat(text("index.html")).doesNotContain("<style", " style=", " onclick=", "javascript:")
			.doesNotContainPattern("<script(?![^>]*src=)");
	}

	private static List<String> references(String html) {
		return Pattern.compile("(?:href|src)=\"([^#\"][^\"]*)\"")
			.matcher(html)
			.results()
			.map((MatchResult result) -> result.group(1))
			.toList();
	}

	private static String text(String file) {
		try {
			return new String(Files.readAllBytes(DIRECTORY.resolve(file)), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
