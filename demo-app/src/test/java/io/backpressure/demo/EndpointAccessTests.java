package io.backpressure.demo;

import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoint that an application exposes without further settings.
 */
@SpringBootTest(classes = EndpointAccessTests.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.config.name=none", "management.endpoints.web.exposure.include=backpressure",
				"backpressure.channels.orders.buffer-size=2" })
@DirtiesContext
class EndpointAccessTests {

	private final RestClient client;

	private final BackpressureChannel<Object> orders;

	EndpointAccessTests(@LocalServerPort int port, @Qualifier("orders") BackpressureChannel<Object> orders) {
		this.client = AnyStatus.client(port, "/actuator/backpressure");
		this.orders = orders;
	}

	@Test
	void channelsAreReadable() {
		assertThat(this.client.get().uri("/orders").retrieve().body(String.class)).contains("\"capacity\":2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "pause", "resume", "purge", "close", "drain", "resize", "nothing" })
	void actionsAreRejected(String action) {
		this.orders.trySend("kept");
		HttpStatusCode status = this.client.post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("action", action))
			.retrieve()
			.toBodilessEntity()
			.getStatusCode();
		assertThat(status.value()).isEqualTo(405);
		assertThat(this.orders.isClosed()).isFalse();
		assertThat(this.orders.size()).isPositive();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
