package io.backpressure.channel.spring.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many short-lived channels with listeners, in little memory.
 */
class ChannelChurnTests {

	private static final int CHANNELS = 10_000;

	@TempDir
	private Path directory;

	/** Enables all features, and publishes every event. */
	@Test
	void tenThousandChannelsLeaveNothingBehind() throws Exception {
		churn(List.of(ChannelChurn.SETS - 3));
	}

	@Test
	@Tag("stress")
	void noCombinationOfFeaturesLeavesAnythingBehind() throws Exception {
		churn(IntStream.range(0, ChannelChurn.SETS).boxed().toList());
	}

	private void churn(List<Integer> features) throws Exception {
		Path output = this.directory.resolve("output");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						ChannelChurn.class.getName(), String.valueOf(CHANNELS)));
		features.forEach((set) -> command.add(String.valueOf(set)));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(4, TimeUnit.HOURS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(process.exitValue()).as(() -> read(output.toFile())).isZero();
	}

	private static String read(File file) {
		try {
			return Files.readString(file.toPath());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
