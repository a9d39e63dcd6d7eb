package io.backpressure.channel.benchmarks.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.benchmarks.scenario.ScenarioProcess;
import org.jspecify.annotations.Nullable;

/**
 * Separate JVM that exchanges lines of text with this one.
 */
final class JavaProcess implements AutoCloseable {

	private static final String END = "";

	private final Process process;

	private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

	JavaProcess(Class<?> main, @Nullable Path override, List<String> jvmArgs, String... args) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xms256m", "-Xmx256m", "-XX:+UseG1GC"));
		command.add("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"); // Agrona
		command.add("--add-opens=java.base/java.lang=ALL-UNNAMED"); // GarbageFreeScheduler
		if (Runtime.version().feature() >= 24) {
			command.add("--sun-misc-unsafe-memory-access=allow"); // JCTools, no warning
		}
		command.addAll(jvmArgs);
		String classPath = System.getProperty("java.class.path");
		command.add("-cp");
		command.add((override != null) ? override + System.getProperty("path.separator") + classPath : classPath);
		command.add(main.getName());
		command.addAll(List.of(args));
		try {
			this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread reader = new Thread(this::read);
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.US_ASCII)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith(ScenarioProcess.PREFIX)) {
					this.replies.add(line.substring(ScenarioProcess.PREFIX.length()));
				}
			}
		}
		catch (IOException ex) {
			// the process has ended
		}
		this.replies.add(END);
	}

	/** Request a run of the measurement. */
	void go() {
		try {
			this.process.getOutputStream().write('\n');
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			// reported by the next call of reply
		}
	}

	/** Return the next reply, or {@code null} if the process failed or took too long. */
	@Nullable String reply(Duration timeout) throws InterruptedException {
		String reply = this.replies.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
		return (reply == null || reply.equals(END)) ? null : reply;
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Return the processor time of the process so far, in steps of 10 ms, or zero if that
	 * time is not known.
	 */
	Duration cpu() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
