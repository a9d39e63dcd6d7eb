package io.backpressure.channel.spring.autoconfigure.listener;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners that end the JVM. The shutdown hook of Spring then closes the context on
 * another thread, unless the listener has closed it. Each test starts the application in
 * a separate JVM. The drain timeout of the application is longer than the test waits.
 */
class ExitWithinListenerTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void springApplicationExitDoesNotWaitForItsCaller() throws Exception {
		assertExitsAtOnce("CLOSE_AND_EXIT", 1);
	}

	@Test
	void systemExitOnSeveralThreadsDoesNotWaitForThem() throws Exception {
		assertExitsAtOnce("EXIT", 3);
	}

	private void assertExitsAtOnce(String exit, int threads) throws Exception {
		Path output = this.directory.resolve("output");
		Process process = TestProcess.start(output, ExitingApplication.class, exit, String.valueOf(threads));
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
			assertThat(Files.readString(output)).contains("listener exits")
				.doesNotContain("Undelivered")
				.doesNotContain("interrupted");
			assertThat(process.exitValue()).isEqualTo(7);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
