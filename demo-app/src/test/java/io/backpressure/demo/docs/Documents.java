package io.backpressure.demo.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The documentation of the project, read from the working tree.
 */
public final class Documents {

	/** Root of the repository. */
	static final Path ROOT = Path.of("..");

	private static final Pattern BLOCK = Pattern.compile("(?sm)^```([a-z][^\\n]*)\\n(.*?)^```");

	private Documents() {
	}

	/**
	 * Return the pages that users read: the README and the pages in {@code docs}.
	 * @return the paths of the pages, relative to the root
	 * @throws IOException if the directory cannot be read
	 */
	static List<String> pages() throws IOException {
		try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of("README.md"),
					files.map((file) -> "docs/" + file.getFileName()).filter((name) -> name.endsWith(".md")).sorted())
				.toList();
		}
	}

	/**
	 * Return files of the working tree, except hidden files and the output of a build,
	 * which may change while the tests run.
	 * @param pattern the pattern of the paths of the files, relative to the root
	 * @return the files
	 * @throws IOException if a directory cannot be read
	 */
	public static List<Path> files(String pattern) throws IOException {
		Pattern wanted = Pattern.compile(pattern);
		List<Path> files = new ArrayList<>();
		Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
				String name = ROOT.relativize(directory).getFileName().toString();
				boolean skipped = name.equals("target") || name.startsWith(".");
				return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (wanted.matcher(ROOT.relativize(file).toString()).matches()) {
					files.add(file);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		return files;
	}

	/**
	 * Return the text of a document.
	 * @param document the path of the document, relative to the root
	 * @return the text
	 * @throws IOException if the document cannot be read
	 */
	public static String text(String document) throws IOException {
		return Files.readString(ROOT.resolve(document));
	}

	/**
	 * Return the code blocks of all pages.
	 * @param language the language of the blocks
	 * @return the blocks in their order
	 * @throws IOException if a page cannot be read
	 */
	public static List<Block> blocks(String language) throws IOException {
		List<Block> blocks = new ArrayList<>();
		for (String page : pages()) {
			String text = text(page);
			Matcher matcher = BLOCK.matcher(text);
			while (matcher.find()) {
				String info = matcher.group(1);
				if (info.equals(language) || info.startsWith(language + " ")) {
					int line = (int) text.substring(0, matcher.start()).lines().count() + 1;
					blocks.add(new Block(page + ":" + line, info, matcher.group(2)));
				}
			}
		}
		return blocks;
	}

	/**
	 * Return the code blocks of a document.
	 * @param document the path of the document, relative to the root
	 * @param language the language of the blocks
	 * @return the text of the blocks, in their order, without duplicates
	 * @throws IOException if the document cannot be read
	 */
	public static List<String> code(String document, String language) throws IOException {
		return matches(text(document), "(?s)```" + language + "\\n(.*?)```");
	}

	/**
	 * Return the meters of channels that the documentation lists.
	 * @return the names of the samples
	 * @throws IOException if the page cannot be read
	 */
	public static List<String> meters() throws IOException {
		String rows = text("docs/meters-and-events.md").lines()
			.filter((line) -> line.startsWith("| `backpressure_channel_"))
			.collect(Collectors.joining("\n"));
		return matches(rows, "`(backpressure_channel_[a-z_]+)`");
	}

	/**
	 * Return the properties in the tables of a document. A key that does not begin with
	 * {@code backpressure.} is below each prefix that the heading of its table names.
	 * @param document the path of the document, relative to the root
	 * @return the names of the properties
	 * @throws IOException if the document cannot be read
	 */
	public static List<String> properties(String document) throws IOException {
		List<String> properties = new ArrayList<>();
		List<String> prefixes = List.of();
		for (String line : text(document).lines().toList()) {
			if (line.startsWith("#")) {
				prefixes = matches(line, "`(backpressure\\.[a-z.<>-]+)`");
			}
			for (String key : matches(line, "^\\| `([a-z.<>-]+)` \\|")) {
				if (key.startsWith("backpressure.")) {
					properties.add(key);
				}
				else {
					prefixes.forEach((prefix) -> properties.add(prefix + "." + key));
				}
			}
		}
		return properties;
	}

	/** Return the distinct first groups of all matches. */
	static List<String> matches(String text, String pattern) {
		return Pattern.compile(pattern)
			.matcher(text)
			.results()
			.map((MatchResult match) -> match.group(1))
			.distinct()
			.toList();
	}

	/**
	 * A code block.
	 *
	 * @param place the document and line of the block
	 * @param info the language, and any words after it
	 * @param text the code
	 */
	public record Block(String place, String info, String text) {

		@Override
		public String toString() {
			return this.place;
		}

	}

}
