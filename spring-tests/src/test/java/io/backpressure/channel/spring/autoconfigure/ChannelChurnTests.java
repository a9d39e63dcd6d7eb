package io.backpressure.channel.spring.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

	@TempDir
	private Path directory;

	/** Enables all features, and publishes every event. */
	@Test
	void channelsLeaveNothingBehind() throws Exception {
		churn(2_000, "-Xmx24m", List.of(ChannelChurn.SETS - 3));
	}

	@Test
	@Tag("stress")
	void noCombinationOfFeaturesLeavesAnythingBehind() throws Exception {
		churn(10_000, "-Xmx64m", IntStream.range(0, ChannelChurn.SETS).boxed().toList());
	}

	@Test
	void anyThreeFeaturesOccurInAllCombinations() {
		List<String> all = ChannelChurn.features(ChannelChurn.SETS - 3);
		List<List<String>> sets = IntStream.range(0, ChannelChurn.SETS).mapToObj(ChannelChurn::features).toList();
		assertThat(all).hasSize(15);
		for (String first : all) {
			for (String second : all) {
				for (String third : all) {
					Set<String> three = Set.copyOf(List.of(first, second, third));
					assertThat(sets.stream().map((set) -> three.stream().filter(set::contains).toList()).distinct())
						.hasSize(1 << three.size());
				}
			}
		}
	}

	private void churn(int channels, String memory, List<Integer> features) throws Exception {
		Path output = this.directory.resolve("output");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), memory, "-XX:+UseSerialGC",
						"-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						ChannelChurn.class.getName(), String.valueOf(channels)));
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
