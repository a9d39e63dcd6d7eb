package io.backpressure.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Packaged demo in a separate process.
 */
final class PackagedApplication implements AutoCloseable {

	private static final Path JAR = Path.of("target", "demo-app-0.1.0-SNAPSHOT.jar");

	private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Duration LIMIT = Duration.ofMinutes(4);

	/** Options for a fast start. */
	private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			"-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote");

	private final Process process;

	private final Path log;

	private RestClient client;

	private PackagedApplication(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Start the application with JVM options and arguments, and wait until it is up.
	 */
	static PackagedApplication start(List<String> jvm, List<String> application) throws IOException {
		Path log = Files.createTempFile("demo", ".log");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(FAST_START);
		command.addAll(jvm);
		command.addAll(List.of("-jar", JAR.toString(), "--server.port=0"));
		command.addAll(application);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		PackagedApplication started = new PackagedApplication(process, log);
		try {
			started.awaitStart();
		}
		catch (RuntimeException ex) {
			process.destroyForcibly();
			throw ex;
		}
		return started;
	}

	private void awaitStart() throws IOException {
		Awaitility.await("start of the application, see " + this.log)
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> (knowsPort() && isUp()) || !this.process.isAlive());
		if (!this.process.isAlive()) {
			throw new IllegalStateException("The application ended:\n" + log());
		}
	}

	/**
	 * Return whether the log already names the port that the application has chosen. A
	 * port chosen in advance could be in use when the application starts.
	 */
	private boolean knowsPort() throws IOException {
		if (this.client == null) {
			Matcher started = STARTED.matcher(log());
			if (started.find()) {
				this.client = AnyStatus.client(Integer.parseInt(started.group(1)), "");
			}
		}
		return this.client != null;
	}

	private boolean isUp() {
		try {
			return get("/actuator/health").contains("UP");
		}
		catch (RestClientException ex) {
			return false;
		}
	}

	RestClient client() {
		return this.client;
	}

	String get(String path) {
		return String.valueOf(this.client.get().uri(path).retrieve().body(String.class));
	}

	String log() throws IOException {
		return Files.readString(this.log);
	}

	/** Send SIGTERM, and wait for the process to end. */
	int terminate() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException("The application does not end");
		}
		return this.process.exitValue();
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly();
		Files.deleteIfExists(this.log);
	}

}
