package io.backpressure.channel.spring.autoconfigure.listener;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.listener.Poll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with default settings that are ended by a signal while a bean sends. Each
 * runs in a separate JVM.
 */
class TerminationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "InPreDestroy, 20", "JoinsThread, 1", "JoinsExecutor, 1", "Asynchronous, 37" })
	void signalEndsApplicationWhoseBeanSends(String sender, int failures) throws Exception {
		Path output = this.directory.resolve("output");
		Process process = TestProcess.start(output, SendingApplication.class,
				LateSenders.class.getName() + "$" + sender);
		try {
			Poll.until(() -> Files.readString(output).contains("waiting for a signal"));
			process.destroy();
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
			assertThat(process.exitValue()).isEqualTo(143);
			assertThat(Files.readAllLines(output)).filteredOn((line) -> line.startsWith("failed with "))
				.hasSize(failures)
				.allMatch((line) -> line.startsWith("failed with " + ChannelClosedException.class.getName()));
		}
		finally {
			process.destroyForcibly();
		}
	}

}
