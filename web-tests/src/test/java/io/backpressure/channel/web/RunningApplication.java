package io.backpressure.channel.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Application that runs on a free port, has the channels {@code orders} and {@code t8},
 * and is called by a client that does not follow redirects.
 */
final class RunningApplication implements AutoCloseable {

	private static final List<String> DEFAULTS = List.of("server.port=0",
			"management.endpoints.web.exposure.include=health,backpressure",
			"management.endpoint.backpressure.access=unrestricted", "backpressure.console.enabled=true",
			"backpressure.channels.orders.type=java.lang.String", "backpressure.channels.t8.type=java.lang.String");

	private final ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningApplication start(Class<?> source, String... properties) {
		Map<String, String> values = new LinkedHashMap<>();
		Stream.concat(DEFAULTS.stream(), Stream.of(properties)).forEach((property) -> {
			int index = property.indexOf('=');
			values.put(property.substring(0, index), property.substring(index + 1));
		});
		String[] arguments = values.entrySet().stream().map((entry) -> "--" + entry).toArray(String[]::new);
		return new RunningApplication(new SpringApplicationBuilder(source).run(arguments));
	}

	@SuppressWarnings("unchecked")
	BackpressureChannel<Object> channel(String name) {
		return this.context.getBean(name, BackpressureChannel.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	String origin() {
		return "http://localhost:" + this.context.getEnvironment().getProperty("local.server.port");
	}

	String managementOrigin() {
		return "http://localhost:" + this.context.getEnvironment().getProperty("local.management.port");
	}

	JsonNode json(String path) {
		return JsonMapper.shared().readTree(get(path).body());
	}

	HttpResponse<String> get(String path, String... headers) {
		return send("GET", path, "", headers);
	}

	HttpResponse<String> post(String path, String json, String... headers) {
		return send("POST", path, json, Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
			.toArray(String[]::new));
	}

	HttpResponse<String> send(String method, String path, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create(path.startsWith("http") ? path : origin() + path))
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError(method + " " + path, ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
