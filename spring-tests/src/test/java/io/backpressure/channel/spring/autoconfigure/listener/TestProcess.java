package io.backpressure.channel.spring.autoconfigure.listener;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Application in a separate JVM, with the class path of the tests.
 */
final class TestProcess {

	private TestProcess() {
	}

	/** Start an application, and write its output to a file. */
	static Process start(Path output, Class<?> application, String... arguments) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				application.getName());
		return new ProcessBuilder(Stream.concat(command.stream(), Stream.of(arguments)).toList())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
	}

}
