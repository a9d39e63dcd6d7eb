package io.backpressure.demo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.demo.standins.ShopWindow;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Controls of the demo, and the console that shows them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "demo.load.enabled=false")
@DirtiesContext
class DeskControllerTests {

	private final RestClient client;

	@Autowired
	private Map<String, BackpressureChannel<?>> channels;

	@Autowired
	private ShopWindow window;

	DeskControllerTests(@LocalServerPort int port) {
		this.client = AnyStatus.client(port, "");
	}

	@AfterEach
	void stopLoadAndDrain() {
		put("{\"sendsPerSecond\":0,\"workTimeMillis\":0}");
		Awaitility.await().until(() -> this.channels.values().stream().allMatch((channel) -> channel.size() == 0));
	}

	@Test
	void currentControlsAreReturned() {
		assertThat(put("{\"sendsPerSecond\":7,\"workTimeMillis\":40}").getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(get("/desk").getBody()).isEqualTo("{\"sendsPerSecond\":7,\"workTimeMillis\":40}");
		put("{\"sendsPerSecond\":null,\"workTimeMillis\":5}");
		assertThat(get("/desk").getBody()).isEqualTo("{\"sendsPerSecond\":null,\"workTimeMillis\":5}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"sendsPerSecond\":-1,\"workTimeMillis\":5}",
			"{\"sendsPerSecond\":10001,\"workTimeMillis\":5}", "{\"sendsPerSecond\":1,\"workTimeMillis\":-5}",
			"{\"sendsPerSecond\":\"x\",\"workTimeMillis\":5}" })
	void invalidControlsAreRejected(String controls) {
		String before = get("/desk").getBody();
		assertThat(put(controls).getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(get("/desk").getBody()).isEqualTo(before);
	}

	@Test
	void overloadShowsEffectOfEachStrategy() {
		put("{\"sendsPerSecond\":150,\"workTimeMillis\":50}");
		Awaitility.await().untilAsserted(() -> {
			assertThat(channel("orders").waitingSenders()).isPositive();
			assertThat(channel("views").stats().droppedCount()).isPositive();
			assertThat(channel("prices").stats().droppedCount()).isPositive();
			assertThat(channel("quotes").stats().failedSends()).isPositive();
		});
		Long shown = this.window.shown().get("cup");
		Awaitility.await().until(() -> this.window.shown().get("cup") > shown);
		assertThat(channel("orders").stats().droppedCount()).isZero();
		assertThat(channel("quotes").stats().droppedCount()).isZero();
	}

	@Test
	void nullRateSelectsLightLoad() {
		put("{\"sendsPerSecond\":0,\"workTimeMillis\":0}");
		AtomicLong last = new AtomicLong(-1);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(50))
			.during(Duration.ofMillis(500))
			.until(() -> last.getAndSet(sentOrders()) == sentOrders());
		long before = sentOrders();
		put("{\"sendsPerSecond\":null,\"workTimeMillis\":0}");
		Awaitility.await().until(() -> sentOrders() > before + 9);
	}

	@Test
	void consoleIsEnabledAndLoadsControls() {
		assertThat(get("/backpressure").getBody()).contains("<title>Backpressure</title>");
		assertThat(get("/backpressure/config.json").getBody()).contains("\"/desk.js\"", "\"order-desk\"",
				"\"/actuator/backpressure\"");
		assertThat(get("/desk.js").getBody()).contains("export default").doesNotContain("innerHTML", "http:", "https:");
		assertThat(get("/backpressure/uplot.js").getBody()).contains("uPlot");
	}

	private long sentOrders() {
		return channel("orders").stats().sendCount();
	}

	private BackpressureChannel<?> channel(String name) {
		return this.channels.get(name);
	}

	private ResponseEntity<String> get(String path) {
		return this.client.get().uri(path).retrieve().toEntity(String.class);
	}

	private ResponseEntity<String> put(String json) {
		return this.client.put()
			.uri("/desk")
			.contentType(MediaType.APPLICATION_JSON)
			.body(json)
			.retrieve()
			.toEntity(String.class);
	}

}
