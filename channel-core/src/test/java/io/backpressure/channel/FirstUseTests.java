package io.backpressure.channel;

import java.io.File;
import java.nio.file.Path;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

/**
 * Tests that calls on an almost exhausted stack leave the parts of the JDK that they use
 * intact, even if no other call has used these parts before. Each test runs in a separate
 * JVM.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstUseTests {

	@ParameterizedTest
	@EnumSource
	void partsOfJdkRemainUsable(FirstUse.Part part, @TempDir Path folder) throws Exception {
		File output = folder.resolve("output").toFile();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				FirstUse.class.getName(), part.name())
			.redirectErrorStream(true)
			.redirectOutput(output)
			.start();
		assertThat(process.waitFor()).as(() -> "exit code after:\n" + contentOf(output)).isZero();
	}

}
