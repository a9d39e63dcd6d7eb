package io.backpressure.demo.docs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Maven commands of the documents name modules, plugins and tests that exist.
 */
class CommandTests {

	private static final List<String> commands = new ArrayList<>();

	@BeforeAll
	static void findCommands() throws IOException {
		for (String document : Stream.concat(Documents.pages().stream(), Stream.of("CONTRIBUTING.md")).toList()) {
			commands.addAll(Documents.matches(Documents.text(document), "(?m)(?:^|`)(mvn [^`\\n]+)"));
		}
		assertThat(commands).hasSizeGreaterThan(10);
	}

	@Test
	void modulesExist() {
		assertThat(named("-pl ([a-z,-]+)").flatMap((modules) -> Stream.of(modules.split(",")))).isNotEmpty()
			.allSatisfy((module) -> assertThat(Documents.ROOT.resolve(module).resolve("pom.xml")).exists());
	}

	/** Maven looks up the prefix of a goal in each module that it visits. */
	@Test
	void everyModuleKnowsPlugins() throws IOException {
		String inherited = Documents.text("channel-bom/pom.xml");
		assertThat(named(" ([a-z-]+):[a-z-]+")).isNotEmpty()
			.allSatisfy(
					(prefix) -> assertThat(inherited).contains("<artifactId>" + prefix + "-maven-plugin</artifactId>"));
	}

	@Test
	void testsExist() throws IOException {
		List<String> tests = Documents.files(".*/src/test/java/.*")
			.stream()
			.map((file) -> file.getFileName().toString())
			.toList();
		assertThat(named("-Dtest=([A-Za-z]+)")).isNotEmpty()
			.allSatisfy((test) -> assertThat(tests).contains(test + ".java"));
	}

	private static Stream<String> named(String pattern) {
		return commands.stream().flatMap((command) -> Documents.matches(command, pattern).stream());
	}

}
