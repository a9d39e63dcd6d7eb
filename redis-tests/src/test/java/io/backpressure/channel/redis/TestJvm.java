package io.backpressure.channel.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureStrategy;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JVM that runs {@link InstanceMain}.
 */
final class TestJvm implements AutoCloseable {

	static final String READY = "ready";

	private static final Duration START = Duration.ofMinutes(5);

	private final Process process;

	private final Path journal;

	private final Path output;

	private TestJvm(Process process, Path journal, Path output) {
		this.process = process;
		this.journal = journal;
		this.output = output;
	}

	/** Start a JVM that sends the values from {@code first} to {@code end}, exclusive. */
	static TestJvm sender(TestServer server, String prefix, long first, long end, BackpressureStrategy... strategies) {
		return start(server, prefix, "send", first, end, strategies);
	}

	/** Start a JVM that receives with implicit acknowledgement. */
	static TestJvm receiver(TestServer server, String prefix, BackpressureStrategy... strategies) {
		return start(server, prefix, "receive", 0, 0, strategies);
	}

	/** Start a JVM that receives, works for a moment, and then acknowledges. */
	static TestJvm worker(TestServer server, String prefix, BackpressureStrategy... strategies) {
		return start(server, prefix, "work", 0, 0, strategies);
	}

	private static TestJvm start(TestServer server, String prefix, String task, long first, long end,
			BackpressureStrategy... strategies) {
		try {
			Path directory = Files.createTempDirectory(TestServer.target(), "instance");
			Path journal = Files.createFile(directory.resolve("journal"));
			Path output = directory.resolve("output");
			List<String> command = new ArrayList<>(List.of(
					Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1",
					"-XX:+UseSerialGC", "-Xshare:auto", InstanceMain.class.getName(), String.valueOf(server.port()),
					prefix, journal.toString(), task, String.valueOf(first), String.valueOf(end)));
			Stream.of(strategies).map(Enum::name).forEach(command::add);
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
			return new TestJvm(builder.start(), journal, output);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	TestJvm awaitReady() {
		Awaitility.await(toString()).atMost(START).until(() -> {
			assertThat(this.process.isAlive()).as(output()).isTrue();
			return output().lines().anyMatch(READY::equals);
		});
		return this;
	}

	/** Let the JVM begin. */
	void go() {
		try {
			this.process.getOutputStream().write('\n');
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException(output(), ex);
		}
	}

	/** Wait until the JVM has ended by itself, and check that it has not failed. */
	void awaitEnd(Duration atMost) throws InterruptedException {
		assertThat(this.process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)).as("ended: " + output()).isTrue();
		assertThat(this.process.exitValue()).as(output()).isZero();
	}

	/** Kill the JVM, as {@code kill -9} does. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	void signal(String signal) {
		TestServer.signal(signal, this.process.pid());
	}

	List<Long> values(Journal.Kind kind, BackpressureStrategy strategy) {
		return Journal.read(this.journal, kind, strategy);
	}

	private String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	@Override
	public String toString() {
		return "TestJvm[" + this.process.pid() + ", " + this.output + "]";
	}

}
