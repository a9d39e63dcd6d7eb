package io.backpressure.demo;

import org.springframework.web.client.RestClient;

/**
 * Client that accepts every response, whatever its status.
 */
final class AnyStatus {

	private AnyStatus() {
	}

	static RestClient client(int port, String path) {
		return RestClient.builder()
			.baseUrl("http://localhost:" + port + path)
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

}
