package io.backpressure.channel.spring.autoconfigure.listener;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.listener.Poll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application with default settings for shutdown. A signal ends it while its beans send.
 * The application runs in a separate JVM.
 */
class TerminationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void signalEndsApplicationWhoseBeansSend() throws Exception {
		Path output = this.directory.resolve("output");
		Process process = TestProcess.start(output, SendingApplication.class);
		try {
			Poll.until(() -> Files.readString(output).contains("waiting for a signal"));
			process.destroy();
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
			assertThat(process.exitValue()).isEqualTo(143);
			List<String> failures = Files.readAllLines(output)
				.stream()
				.filter((line) -> line.contains(" failed with "))
				.toList();
			assertThat(failures).allMatch((line) -> line.contains(ChannelClosedException.class.getName()));
			assertThat(failures).filteredOn((line) -> line.startsWith("InPreDestroy ")).hasSize(20);
			assertThat(failures).extracting((line) -> line.substring(0, line.indexOf(' ')))
				.contains("JoinsThread", "JoinsExecutor", "Asynchronous");
		}
		finally {
			process.destroyForcibly();
		}
	}

}
