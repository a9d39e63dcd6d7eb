package io.backpressure.channel.web;

import java.util.ArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * History of a channel at the endpoint.
 */
class EndpointHistoryTests {

	private static final String HISTORY = "/actuator/backpressure/orders/history";

	@Test
	void seriesOfChannelHaveEqualLength() {
		try (RunningApplication application = RunningApplication.start(OpenApplication.class)) {
			application.channel("orders").trySend("a value");
			Awaitility.await().until(() -> application.json(HISTORY).get("times").size() >= 2);
			JsonNode history = application.json(HISTORY);
			assertThat(new ArrayList<>(history.propertyNames())).containsExactly("name", "capacity", "times", "size",
					"sent", "received", "dropped", "blockedSends", "failedSends");
			assertThat(history.get("name").asString()).isEqualTo("orders");
			int length = history.get("times").size();
			assertThat(history.get("size")).hasSize(length).last().extracting(JsonNode::asInt).isEqualTo(1);
			assertThat(history.get("sent")).hasSize(length);
			assertThat(history.get("sent").get(0).asDouble() + history.get("sent").get(1).asDouble()).isPositive();
			assertThat(application.get("/actuator/backpressure/orders/past").statusCode()).isEqualTo(404);
			assertThat(application.get("/actuator/backpressure/nothing/history").body())
				.contains("no channel 'nothing'");
			assertThat(application.get(HISTORY + "?channel=t8").statusCode()).isEqualTo(400);
		}
	}

}
