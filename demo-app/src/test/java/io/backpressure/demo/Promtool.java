package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Command {@code promtool} of Prometheus.
 */
final class Promtool {

	private static final Logger logger = LoggerFactory.getLogger(Promtool.class);

	private Promtool() {
	}

	/**
	 * Run the command with a file as its input, and return its output. Skips the test if
	 * the command is missing.
	 */
	static String run(Path input, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("promtool"));
		command.addAll(List.of(arguments));
		Process promtool = start(new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true));
		String output = new String(promtool.getInputStream().readAllBytes());
		assertThat(promtool.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
		return output;
	}

	/**
	 * Start a command of the Debian package prometheus. Skips the test with a message if
	 * the command is missing.
	 */
	static Process start(ProcessBuilder command) {
		try {
			return command.start();
		}
		catch (IOException ex) {
			String message = "!!! " + command.command().get(0) + " is not installed (Debian: prometheus): NOT TESTED";
			logger.warn(message);
			assumeThat(false).as(message).isTrue();
			throw new IllegalStateException(ex);
		}
	}

}
