package io.backpressure.demo.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every Java example of the documentation is part of a source file that the build
 * compiles.
 */
class JavaExamplesTests {

	private static List<String> sources = List.of();

	@BeforeAll
	static void readSources() throws IOException {
		List<String> sources = new ArrayList<>();
		for (Path file : Documents.files(".*/src/(main|test)/java/.*\\.java")) {
			sources.add(folded(Files.readString(file)));
		}
		JavaExamplesTests.sources = sources;
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void exampleIsCompiled(Documents.Block block) {
		String example = folded(block.text());
		assertThat(sources).as("sources that contain:%n%s", block.text())
			.anyMatch((source) -> source.contains(example));
	}

	static List<Documents.Block> exampleIsCompiled() throws IOException {
		return Documents.blocks("java");
	}

	private static String folded(String text) {
		return text.strip().replaceAll("\\s+", " ");
	}

}
