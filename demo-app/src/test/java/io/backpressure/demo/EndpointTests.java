package io.backpressure.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.demo.docs.Documents;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoint and health of channels over HTTP, with write access.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "demo.load.enabled=false",
		"management.endpoint.backpressure.access=unrestricted", "management.endpoint.health.show-components=always",
		"management.endpoint.health.group.readiness.include=readinessState,backpressure",
		"backpressure.defaults.health.stalled-after=500ms", "backpressure.channels.idle.health.stalled-after=500ms" })
@DirtiesContext
class EndpointTests {

	private final RestClient client;

	private final BackpressureChannel<Object> idle;

	EndpointTests(@LocalServerPort int port, @Qualifier("idle") BackpressureChannel<Object> idle) {
		this.client = AnyStatus.client(port, "/actuator");
		this.idle = idle;
	}

	@Test
	void listHasDocumentedFields() throws Exception {
		JsonNode example = JsonMapper.shared().readTree(Documents.code("docs/endpoint.md", "json").get(0));
		JsonNode channel = channels().get(0);
		assertThat(names(channel)).containsExactlyElementsOf(names(example));
		assertThat(names(channel.get("rates"))).containsExactlyElementsOf(names(example.get("rates")));
		JsonNode listener = get("/backpressure/orders").get("listeners").get(0);
		assertThat(names(listener)).containsExactlyElementsOf(names(example.get("listeners").get(0)));
	}

	@Test
	void channelHasDocumentedFields() throws Exception {
		JsonNode example = JsonMapper.shared().readTree(Documents.code("docs/endpoint.md", "json").get(1));
		JsonNode orders = get("/backpressure/orders");
		assertThat(names(orders)).endsWith(names(example).toArray(String[]::new));
		assertThat(orders.get("type").asString()).isEqualTo("io.backpressure.demo.domain.Order");
		assertThat(orders.get("settings").get("send-timeout").toString()).contains("\"2s\"", "\"CHANNEL\"",
				"application.yml");
		assertThat(names(orders.get("settings").get("strategy")))
			.containsExactlyElementsOf(names(example.get("settings").get("buffer-size")));
		assertThat(names(orders.get("events").get(0))).containsExactlyElementsOf(names(example.get("events").get(0)));
	}

	@Test
	void unknownChannelIs404WithReason() {
		ResponseEntity<String> response = this.client.get()
			.uri("/backpressure/oders")
			.retrieve()
			.toEntity(String.class);
		assertThat(response.getStatusCode().value()).isEqualTo(404);
		assertThat(response.getBody()).contains("\"reason\"").contains("oders").contains("supplier-permits");
		assertThat(post("oders", Map.of("action", "purge")).getStatusCode().value()).isEqualTo(404);
	}

	@Test
	void invalidInputIs400WithReason() {
		assertThat(post("orders", Map.of()).getStatusCode().value()).isEqualTo(400);
		ResponseEntity<String> response = post("orders", Map.of("action", "explode"));
		assertThat(response.getStatusCode().value()).isEqualTo(400);
		assertThat(response.getBody()).isEqualTo("{\"reason\":\"There is no action 'explode'. "
				+ "Valid values: pause, resume, purge, close, drain, resize.\"}");
		assertThat(post("orders", Map.of("action", "drain", "timeout", "1h")).getBody()).contains("from 0s to 5m");
	}

	@Test
	void operatorPausesAndResumes() {
		assertThat(post("views", Map.of("action", "pause")).getBody()).contains("paused counting");
		assertThat(get("/backpressure/views").get("listeners").get(0).get("state").asString()).isEqualTo("PAUSED");
		assertThat(post("views", Map.of("action", "resume", "listener", "counting")).getStatusCode().value())
			.isEqualTo(200);
		assertThat(get("/backpressure/views").get("listeners").get(0).get("state").asString()).isEqualTo("RUNNING");
	}

	@Test
	void stalledChannelAffectsReadinessButNotLiveness() {
		this.idle.trySend("a secret");
		Awaitility.await().until(() -> get("/health/backpressure/idle").get("status").asString().equals("DOWN"));
		assertThat(get("/health").get("status").asString()).isEqualTo("DOWN");
		assertThat(get("/health/readiness").get("status").asString()).isEqualTo("DOWN");
		assertThat(get("/health/liveness").get("status").asString()).isEqualTo("UP");
		assertThat(get("/backpressure/idle").get("condition").get("text").asString())
			.startsWith("nothing received for");
		assertThat(get("/backpressure/idle").toString()).doesNotContain("secret");
		assertThat(post("idle", Map.of("action", "purge")).getBody()).contains("\"values\":1");
		Awaitility.await().until(() -> get("/health/readiness").get("status").asString().equals("UP"));
	}

	private ResponseEntity<String> post(String channel, Map<String, String> body) {
		return this.client.post()
			.uri("/backpressure/" + channel)
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.retrieve()
			.toEntity(String.class);
	}

	private JsonNode get(String path) {
		return JsonMapper.shared().readTree(String.valueOf(this.client.get().uri(path).retrieve().body(String.class)));
	}

	private List<JsonNode> channels() {
		return get("/backpressure").get("channels").valueStream().toList();
	}

	private static List<String> names(JsonNode object) {
		return new ArrayList<>(object.propertyNames());
	}

}
