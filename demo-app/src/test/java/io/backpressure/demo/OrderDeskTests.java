package io.backpressure.demo;

import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.test.ChannelAssertions;
import io.backpressure.channel.test.ChannelProbe;
import io.backpressure.channel.test.autoconfigure.AutoConfigureChannels;
import io.backpressure.demo.domain.Order;
import io.backpressure.demo.standins.Ledger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Order desk as its clients see it, without generated load.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "demo.load.enabled=false", "demo.work-time=1ms" })
@AutoConfigureChannels
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class OrderDeskTests {

	private final RestClient client;

	@Autowired
	private Map<String, BackpressureChannel<?>> channels;

	@Autowired
	private Ledger ledger;

	@Autowired
	private ListenerRegistry listeners;

	@Autowired
	private ChannelProbe probe;

	OrderDeskTests(@LocalServerPort int port) {
		this.client = AnyStatus.client(port, "");
	}

	@Test
	void orderPassesEveryStageAndIsBooked() {
		long before = this.ledger.shipments();
		for (int count = 0; count < 20; count++) {
			assertThat(post("/orders", Map.of("item", "cup", "quantity", 2)).getStatusCode())
				.isEqualTo(HttpStatus.ACCEPTED);
		}
		this.probe.awaitQuiet();
		assertThat(this.ledger.shipments()).isEqualTo(before + 20);
		assertThat(this.ledger.batches()).isPositive().isLessThanOrEqualTo(this.ledger.shipments());
		assertThat(this.channels.get("warehouse-north").stats().receiveCount()).isPositive();
		assertThat(this.channels.get("warehouse-south").stats().receiveCount()).isPositive();
	}

	@Test
	void busyDeskSlowsClientsAndThenRejectsThem() {
		this.probe.stall("pricing");
		this.probe.fill("orders", (number) -> new Order(number, "cup", 1));
		BackpressureChannel<?> orders = this.channels.get("orders");
		long blocked = orders.stats().blockedSends();
		ResponseEntity<String> response = post("/orders", Map.of("item", "cup", "quantity", 1));
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(response.getHeaders().getFirst("Retry-After")).isEqualTo("1");
		assertThat(response.getBody()).contains("send timed out after PT2S");
		assertThat(orders.stats().blockedSends()).isEqualTo(blocked + 1);
		this.probe.release("pricing");
		this.probe.awaitQuiet();
	}

	@Test
	void excessQuotesAreRejected() {
		this.listeners.containers().forEach(ListenerContainer::pause);
		for (int count = 0; count < 10; count++) {
			assertThat(post("/quotes", "cup").getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
		}
		ResponseEntity<String> response = post("/quotes", "cup");
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(response.getHeaders().getFirst("Retry-After")).isEqualTo("1");
		assertThat(response.getBody()).contains("Channel 'quotes' is full (capacity 10)");
	}

	@Test
	void newestPricesAndFirstViewsAreKept(CapturedOutput output) {
		this.listeners.containers().forEach(ListenerContainer::pause);
		for (int cents = 1; cents <= 40; cents++) {
			post("/prices", Map.of("item", "secret-item", "cents", cents));
		}
		for (int count = 0; count < 32; count++) {
			assertThat(post("/views", Map.of("item", "secret-item")).getBody()).contains("true");
		}
		assertThat(post("/views", Map.of("item", "secret-item")).getBody()).contains("false");
		ChannelAssertions.assertThat(this.channels.get("prices")).hasDropped(24);
		ChannelAssertions.assertThat(this.channels.get("views")).hasDropped(1);
		this.listeners.containers().forEach(ListenerContainer::resume);
		this.probe.awaitQuiet();
		assertThat(this.client.get().uri("/prices").retrieve().body(String.class)).contains("\"secret-item\":40");
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).containsPattern("Channel prices dropped \\d+ in the last second"));
		assertThat(output).doesNotContain("secret-item");
	}

	@Test
	void supplierCallHoldsAndReturnsPermit() {
		assertThat(this.client.get().uri("/stock/cup").retrieve().body(String.class)).contains("\"available\":");
		BackpressureChannel<?> permits = this.channels.get("supplier-permits");
		assertThat(permits.stats().sendCount()).isPositive();
		assertThat(permits.size()).isZero();
	}

	@Test
	void sensitiveManagementEndpointsAreNotExposed() {
		assertThat(this.client.get().uri("/actuator").retrieve().body(String.class)).contains("health", "prometheus")
			.doesNotContain("shutdown", "loggers", "env");
	}

	@Test
	void redisIsNotConnectedWithoutItsProfile(@Autowired ApplicationContext context) {
		assertThat(context.getBeansOfType(RedisConnectionFactory.class)).isEmpty();
		assertThat(this.client.get().uri("/actuator/health").retrieve().body(String.class)).contains("backpressure")
			.doesNotContain("redis");
	}

	private ResponseEntity<String> post(String path, Object body) {
		return this.client.post()
			.uri(path)
			.contentType((body instanceof String) ? MediaType.TEXT_PLAIN : MediaType.APPLICATION_JSON)
			.body(body)
			.retrieve()
			.toEntity(String.class);
	}

}
