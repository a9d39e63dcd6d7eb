package io.backpressure.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Reverse proxy that serves an application below a prefix that is unknown to the
 * application.
 */
final class PrefixProxy implements AutoCloseable {

	private static final Set<String> OWN_HEADERS = Set.of("connection", "content-length", "keep-alive",
			"transfer-encoding");

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String prefix;

	private final String origin;

	private final HttpServer server;

	private PrefixProxy(String prefix, String origin) throws IOException {
		this.prefix = prefix;
		this.origin = origin;
		this.server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
		this.server.createContext(prefix + "/", this::forward);
	}

	static PrefixProxy start(String prefix, String origin) throws IOException {
		PrefixProxy proxy = new PrefixProxy(prefix, origin);
		proxy.server.start();
		return proxy;
	}

	/** Return the address at which this proxy serves the application. */
	String address() {
		return "http://localhost:" + this.server.getAddress().getPort() + this.prefix;
	}

	private void forward(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().toString().substring(this.prefix.length());
			HttpRequest request = HttpRequest.newBuilder(URI.create(this.origin + path))
				.method(exchange.getRequestMethod(),
						BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
				.build();
			HttpResponse<byte[]> response = this.client.send(request, BodyHandlers.ofByteArray());
			response.headers().map().forEach((name, values) -> {
				if (!OWN_HEADERS.contains(name)) {
					exchange.getResponseHeaders().put(name, values);
				}
			});
			byte[] body = response.body();
			exchange.sendResponseHeaders(response.statusCode(), (body.length > 0) ? body.length : -1);
			exchange.getResponseBody().write(body);
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
