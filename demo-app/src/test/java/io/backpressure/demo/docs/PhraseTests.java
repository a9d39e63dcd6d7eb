package io.backpressure.demo.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sources, resources and documents do not contain phrases that the style excludes.
 */
class PhraseTests {

	/** Short list without common words, since a common word should not fail a build. */
	private static final List<Pattern> PHRASES = List.of( //
			phrase("/\\*\\* (What|How|Who|When|Where|Whether)"), // define the thing
			phrase("(is|are|was|were|be|been) told"), // receives, is reported, is logged
			phrase("told (to|by|about|apart)"), // passed to, reported, distinguished
			phrase("(looks|looked) at(?! (least|most|once))"), // checks, reads, polls
			phrase("whoever"), // the caller
			phrase("the good of it"), // benefits
			phrase("for want of"), // without
			phrase("(after|for|in|of) so (long|many)"), // the given time or number
			phrase("of another origin"), // other
			phrase("\\S+' is no (class|duration|exception|name|number|text)"), // is not a
			phrase("in a circle"), // form a cycle
			phrase("com(es|e) to naught"), // fails
			phrase("(is|are) waited for"), // the caller waits for
			phrase("threads? of (its|their) own"), // separate threads
			phrase("that there (is|are) not")); // unknown, missing

	private static final String FILES = "(?!benchmarks/results/|(.*/)?src/test/)"
			+ "(.*\\.md|.*/src/main/.*\\.(java|js|css|html|json|yml|lua|properties))";

	@Test
	void avoidedPhrasesDoNotOccur() throws IOException {
		List<String> found = new ArrayList<>();
		for (Path file : files()) {
			for (String phrase : find(Files.readString(file))) {
				found.add(Documents.ROOT.relativize(file) + ": " + phrase);
			}
		}
		assertThat(found).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/**\n * What a channel means.", "/** Whether it is open. */",
			"the listener\n\t\t// is told once", "The thread looked\n at the buffer", "'x' is no number of threads" })
	void avoidedPhraseIsFoundAcrossLines(String text) {
		assertThat(find(text)).hasSize(1);
	}

	@Test
	void allModulesAreScanned() throws IOException {
		assertThat(files()).extracting((file) -> Documents.ROOT.relativize(file).toString())
			.contains("README.md", "docs/shutdown.md")
			.anyMatch((file) -> file.startsWith("channel-core/src/main/java"))
			.anyMatch((file) -> file.startsWith("channel-console/src/main/resources"))
			.anyMatch((file) -> file.startsWith("channel-redis/src/main/resources"));
	}

	private static Pattern phrase(String regex) {
		return Pattern.compile("(?<![\\w-])" + regex + "(?![\\w-])", Pattern.CASE_INSENSITIVE);
	}

	private static List<String> find(String text) {
		String line = text.replaceAll("\\s*\\n\\s*(\\*(?!/)|//|#)?\\s*", " ");
		List<String> found = new ArrayList<>();
		for (Pattern phrase : PHRASES) {
			Matcher matcher = phrase.matcher(line);
			while (matcher.find()) {
				found.add(line.substring(matcher.start(), Math.min(line.length(), matcher.end() + 40)));
			}
		}
		return found;
	}

	private static List<Path> files() throws IOException {
		return Documents.files(FILES);
	}

}
