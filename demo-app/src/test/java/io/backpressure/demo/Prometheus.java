package io.backpressure.demo;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Prometheus in a separate process that scrapes an application every second, with the
 * rules of the directory {@code observability}.
 */
final class Prometheus implements AutoCloseable {

	private static final String CONFIGURATION = """
			global:
			  scrape_interval: 1s
			  evaluation_interval: 1s
			rule_files: [ '%s', '%s' ]
			scrape_configs:
			- job_name: spring
			  metrics_path: /actuator/prometheus
			  static_configs:
			  - targets: [ 'localhost:%d' ]
			""";

	private final Process process;

	private final Path directory;

	private final String url;

	private final RestClient client = RestClient.create();

	private Prometheus(Process process, Path directory, int port) {
		this.process = process;
		this.directory = directory;
		this.url = "http://localhost:" + port;
	}

	/**
	 * Start Prometheus for the application on a port, and wait until Prometheus has
	 * scraped the application twice. Skips the test with a message if Prometheus is not
	 * installed.
	 */
	static Prometheus start(int target) throws IOException {
		Path directory = Files.createTempDirectory("prometheus");
		Path file = Files.writeString(directory.resolve("prometheus.yml"),
				CONFIGURATION.formatted(Observability.ALERTS, Observability.EXEMPTIONS, target));
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		Path log = directory.resolve("log");
		Prometheus started = new Prometheus(Promtool.start(new ProcessBuilder("prometheus", "--config.file=" + file,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())), directory, port);
		try {
			Awaitility.await("start of Prometheus, see " + log)
				.ignoreExceptionsInstanceOf(RestClientException.class)
				.until(() -> !started.query("count_over_time(up[1m]) > 1 and up == 1").isEmpty());
		}
		catch (RuntimeException ex) {
			started.process.destroyForcibly();
			throw ex;
		}
		return started;
	}

	/** Return the current series of an expression. */
	List<JsonNode> query(String expression) {
		return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).get("result")
			.valueStream()
			.toList();
	}

	/**
	 * Return the pending or firing alerts, each with its channel, such as
	 * {@code BackpressureChannelFull orders}.
	 */
	Set<String> alerts() {
		Set<String> alerts = new TreeSet<>();
		get("/api/v1/alerts").get("alerts").forEach((alert) -> {
			JsonNode labels = alert.get("labels");
			alerts.add(labels.get("alertname").asString() + " " + labels.get("channel").asString());
		});
		return alerts;
	}

	private JsonNode get(String path) {
		return JsonMapper.shared()
			.readTree(this.client.get().uri(URI.create(this.url + path)).retrieve().body(String.class))
			.get("data");
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
