package io.backpressure.demo.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links between documents lead to files and headings that exist.
 */
class LinkTests {

	private static final String LINK = "(?:\\]\\(|\\bsrc=\"|\\bsrcset=\"|\\bhref=\")([^)\"\\s]+)[)\"]";

	@ParameterizedTest
	@MethodSource
	void linksLeadToExistingTargets(Path document) throws IOException {
		List<String> broken = new ArrayList<>();
		for (String link : Documents.matches(prose(document, ""), LINK)) {
			if (!link.contains("://") && !exists(document, link)) {
				broken.add(link);
			}
		}
		assertThat(broken).isEmpty();
	}

	static List<Path> linksLeadToExistingTargets() throws IOException {
		return Documents.files("(?!(.*/)?src/).*\\.md");
	}

	@Test
	void indexesListEveryPage() throws IOException {
		assertIndexed("docs");
		assertIndexed("docs/adr");
	}

	private static void assertIndexed(String directory) throws IOException {
		List<String> links = Documents.matches(Documents.text(directory + "/README.md"), LINK);
		try (Stream<Path> files = Files.list(Documents.ROOT.resolve(directory))) {
			assertThat(files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".md") && !name.equals("README.md"))).isNotEmpty()
				.allSatisfy((name) -> assertThat(links).contains(name));
		}
	}

	@Test
	void indexNamesPagesByTheirTitles() throws IOException {
		List<String> rows = Documents.matches(Documents.text("docs/README.md"),
				"(?m)^\\| (\\[.*?\\]\\([^)/]*\\.md\\)) \\|");
		List<String> titles = new ArrayList<>();
		for (String page : Documents.pages()) {
			titles.add("[%s](%s)".formatted(Documents.text(page).lines().findFirst().orElseThrow().substring(2),
					page.replace("docs/", "")));
		}
		assertThat(rows).hasSizeGreaterThan(10).allSatisfy((row) -> assertThat(titles).contains(row));
	}

	private static boolean exists(Path document, String link) throws IOException {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
		return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
	}

	/** Return the anchors that repository hosts generate for headings. */
	private static List<String> anchors(Path document) throws IOException {
		List<String> anchors = new ArrayList<>();
		Map<String, Integer> seen = new HashMap<>();
		prose(document, "$1").lines().filter((line) -> line.matches("#+ .*")).forEach((heading) -> {
			String anchor = heading.replaceFirst("^#+ ", "")
				.toLowerCase(Locale.ROOT)
				.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
				.replaceAll("[^\\w\\- ]", "")
				.replace(' ', '-');
			int number = seen.merge(anchor, 1, Integer::sum) - 1;
			anchors.add((number == 0) ? anchor : anchor + "-" + number);
		});
		return anchors;
	}

	/** Return the text without code blocks, and with a replacement for inline code. */
	private static String prose(Path document, String code) throws IOException {
		return Files.readString(document).replaceAll("(?sm)^```.*?^```", "").replaceAll("`([^`\\n]*)`", code);
	}

}
