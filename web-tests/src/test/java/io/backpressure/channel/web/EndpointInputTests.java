package io.backpressure.channel.web;

import java.net.http.HttpResponse;

import io.backpressure.channel.spring.listener.ListenerRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests to the endpoint that name two channels, are too large or have an invalid
 * timeout, and actions on stopped listeners. The endpoint's parameter for the channel in
 * the path is named {@code channelInPath}. No request may set this parameter by name.
 */
class EndpointInputTests {

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = RunningApplication.start(OpenApplication.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "channel", "channelInPath" })
	void bodyNamingOtherChannelIsRejected(String field) {
		HttpResponse<String> response = application.post("/actuator/backpressure/orders",
				"{\"action\": \"close\", \"%s\": \"t8\"}".formatted(field));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("The path names channel 'orders'", "'t8'");
		assertNothingIsClosed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "channel=t8", "channelInPath=t8", "channel=orders&channel=t8" })
	void queryNamingOtherChannelIsRejected(String query) {
		HttpResponse<String> response = application.post("/actuator/backpressure/orders?" + query,
				"{\"action\": \"close\"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(application.get("/actuator/backpressure/orders?" + query).statusCode()).isEqualTo(400);
		assertNothingIsClosed();
	}

	@Test
	void sameNameInBodyAndPathIsAccepted() {
		HttpResponse<String> response = application.post("/actuator/backpressure/t8",
				"{\"action\": \"purge\", \"channel\": \"t8\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(application.get("/actuator/backpressure/t8?channel=t8").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "action,pause,60000000", "listener,pause,5000000", "timeout,drain,5000000", "channel,pause,5000000" })
	void longInputIsRejectedAndShortenedInResponse(String field, String action, int length) {
		String text = "p".repeat(length);
		String json = "{\"action\": \"%s\", \"%s\": \"%s\"}".formatted(action, field, text);
		HttpResponse<String> response = application.post("/actuator/backpressure/t8", json);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).hasSizeLessThan(500).contains("pppp... (" + length + " characters)");
		assertNothingIsClosed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "9223372036854775807h", "99999999999999999999999s", "PT999999999999H", "-1s", "" })
	void invalidTimeoutIsRejected(String timeout) {
		HttpResponse<String> response = application.post("/actuator/backpressure/orders",
				"{\"action\": \"drain\", \"timeout\": \"%s\"}".formatted(timeout));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("\"reason\"");
		assertNothingIsClosed();
	}

	@Test
	void actionOnStoppedListenerReportsItsState() {
		assertThat(act("pause")).contains("pricing is stopped, and will be paused when it is started");
		assertThat(act("resume")).contains("pricing is stopped, and receives nothing until it is started");
		assertThat(application.json("/actuator/backpressure/orders").get("events").toString()).doesNotContain("PAUSED",
				"RESUMED");
		assertThat(application.bean(ListenerRegistry.class).get("pricing").isRunning()).isFalse();
	}

	private static String act(String action) {
		return application.post("/actuator/backpressure/orders", "{\"action\": \"%s\"}".formatted(action)).body();
	}

	private static void assertNothingIsClosed() {
		assertThat(application.channel("orders").isClosed()).isFalse();
		assertThat(application.channel("t8").isClosed()).isFalse();
	}

}
