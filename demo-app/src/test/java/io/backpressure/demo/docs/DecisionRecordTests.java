package io.backpressure.demo.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every decision record has the same form, and a matching row in the index.
 */
class DecisionRecordTests {

	@ParameterizedTest
	@MethodSource
	void recordHasFormAndIndexRow(Path file) throws IOException {
		String name = file.getFileName().toString();
		List<String> lines = Files.readAllLines(file);
		int number = Integer.parseInt(name.substring(0, 4));
		assertThat(lines.get(0)).startsWith("# " + number + ". ");
		assertThat(lines.get(2))
			.matches("Status: (accepted|refused|superseded by .*)\\. Date: \\d{4}-\\d\\d-\\d\\d\\..*");
		assertThat(lines).containsSubsequence("## Context", "## Decision", "## Consequences");
		String[] status = lines.get(2).replaceAll("Status: (.*?)\\. Date: (\\S+)\\..*", "$1 $2").split(" ");
		assertThat(Documents.text("docs/adr/README.md").lines())
			.anyMatch((row) -> row.startsWith("| " + number + " | [") && row.contains("](" + name + ")")
					&& row.endsWith("| " + status[0] + " | " + status[1] + " |"));
	}

	static List<Path> recordHasFormAndIndexRow() throws IOException {
		try (Stream<Path> files = Files.list(Documents.ROOT.resolve("docs/adr"))) {
			return files.filter((file) -> file.getFileName().toString().matches("\\d{4}-.*\\.md")).sorted().toList();
		}
	}

}
