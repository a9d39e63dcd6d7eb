package io.backpressure.channel.spring.autoconfigure.listener;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that end the JVM, whose shutdown hook closes the context on another thread.
 * Each test starts the application in a separate JVM. The drain timeout of the
 * application is longer than the test waits.
 */
class ExitWithinListenerTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void applicationExitDoesNotWaitForItsListener() throws Exception {
		assertExitsAtOnce("CLOSE_AND_EXIT", 1);
	}

	@Test
	void systemExitOnSeveralThreadsDoesNotWaitForAny() throws Exception {
		assertExitsAtOnce("EXIT", 3);
	}

	private void assertExitsAtOnce(String exit, int threads) throws Exception {
		File output = this.directory.resolve("output").toFile();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				ExitingApplication.class.getName(), exit, String.valueOf(threads))
			.redirectErrorStream(true)
			.redirectOutput(output)
			.start();
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
			assertThat(Files.readString(output.toPath(), StandardCharsets.UTF_8)).contains("listener exits")
				.doesNotContain("Undelivered")
				.doesNotContain("interrupted");
			assertThat(process.exitValue()).isEqualTo(7);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
