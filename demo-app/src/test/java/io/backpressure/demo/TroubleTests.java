package io.backpressure.demo;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.demo.domain.Order;
import io.backpressure.demo.domain.PageView;
import io.backpressure.demo.domain.PriceTick;
import io.backpressure.demo.domain.Shipment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Order desk with a stalled receiver, a flood of drops and a full channel that blocks.
 * The endpoint, health and the console show each of these conditions. A Prometheus that
 * scrapes the desk has exactly the alerts for these conditions, pending or firing, and
 * series for every query of the dashboard.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "demo.load.enabled=false", "demo.work-time=20ms", "backpressure.listener.drain-timeout=100ms",
				"backpressure.listener.listeners.pricing.auto-startup=false",
				"backpressure.listener.listeners.booking.auto-startup=false",
				"backpressure.channels.orders.send-timeout=0s", "backpressure.defaults.health.stalled-after=2s",
				"backpressure.defaults.health.utilization-above=0.9 for 1s",
				"backpressure.channels.orders.health.stalled-after=0s",
				"backpressure.channels.views.health.utilization-above=0.9 for 1s",
				"management.endpoint.health.show-details=always" })
@DirtiesContext
class TroubleTests {

	private final ScheduledExecutorService flood = Executors.newSingleThreadScheduledExecutor();

	private final ExecutorService sender = Executors.newSingleThreadExecutor();

	private final int port;

	private final BackpressureChannel<Order> orders;

	private final BackpressureChannel<Shipment> shipments;

	private final BackpressureChannel<PageView> views;

	private final BackpressureChannel<PriceTick> prices;

	@Autowired
	TroubleTests(@LocalServerPort int port, BackpressureChannel<Order> orders, BackpressureChannel<Shipment> shipments,
			BackpressureChannel<PageView> views, BackpressureChannel<PriceTick> prices) {
		this.port = port;
		this.orders = orders;
		this.shipments = shipments;
		this.views = views;
		this.prices = prices;
	}

	@AfterEach
	void endConditions() {
		this.flood.shutdownNow();
		this.sender.shutdownNow();
	}

	@Test
	void eachConditionIsVisibleEverywhere() throws Exception {
		this.shipments.send(new Shipment(1, "north")); // nothing books it
		this.sender.execute(this::orderUntilInterrupted); // nothing prices the orders
		this.flood.scheduleAtFixedRate(this::floodViews, 0, 10, TimeUnit.MILLISECONDS);
		this.prices.send(new PriceTick("cup", 100)); // this channel has no problem
		Awaitility.await()
			.until(() -> this.orders.size() == this.orders.capacity() && this.orders.stats().blockedSends() == 1
					&& this.views.stats().droppedCount() > 0);
		assertShown("orders", "OUT_OF_SERVICE", "at least 90 % full for ", "\"waitingSenders\":1");
		assertShown("shipments", "DOWN", "nothing received for ", "\"size\":1,");
		assertShown("views", "OUT_OF_SERVICE", "at least 90 % full for ", "\"kind\":\"DROPPED\"");
		assertShown("prices", "UP", "\"text\":null", "\"received\":1,");
		assertOnTheConsole();
		try (Prometheus prometheus = Prometheus.start(this.port)) {
			Awaitility.await()
				.untilAsserted(() -> assertThat(prometheus.alerts()).containsExactlyInAnyOrder(
						"BackpressureChannelFull orders", "BackpressureChannelSendersWaiting orders",
						"BackpressureChannelReaderStalled orders", "BackpressureChannelReaderStalled shipments",
						"BackpressureChannelDropFlood views"));
			Awaitility.await() // rates need several scrapes
				.untilAsserted(() -> assertThat(Observability.queries()).allSatisfy(
						(query) -> assertThat(prometheus.query(Observability.expanded(query))).as(query).isNotEmpty()));
		}
	}

	private void assertShown(String channel, String status, String condition, String detail) {
		RestClient client = AnyStatus.client(this.port, "/actuator");
		Awaitility.await()
			.untilAsserted(() -> assertThat(client.get().uri("/backpressure/" + channel).retrieve().body(String.class))
				.contains("\"status\":\"" + status + "\"", condition, detail));
		assertThat(client.get().uri("/health/backpressure/" + channel).retrieve().body(String.class))
			.contains("\"status\":\"" + status + "\"");
	}

	private void assertOnTheConsole() {
		Browser.assumeInstalled();
		try (Browser browser = Browser.open()) {
			browser.size(1400, 900);
			browser.get("http://localhost:" + this.port + "/backpressure");
			Awaitility.await().untilAsserted(() -> {
				assertThat(browser.card("orders")).contains("at least 90 % full for ", "100 / 100", "1 waiting");
				assertThat(browser.card("shipments")).contains("nothing received for ");
				assertThat(browser.card("views")).contains("at least 90 % full for ", "/s newest dropped");
				assertThat(browser.card("prices")).contains("ok");
			});
		}
	}

	private void orderUntilInterrupted() {
		try {
			for (long number = 1;; number++) {
				this.orders.send(new Order(number, "cup", 1));
			}
		}
		catch (InterruptedException ex) {
			// the test is over
		}
	}

	private void floodViews() {
		for (int count = 0; count < 50; count++) {
			this.views.trySend(new PageView("cup"));
		}
	}

}
