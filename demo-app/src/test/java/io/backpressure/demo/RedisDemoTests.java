package io.backpressure.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.demo.domain.Shipment;
import io.backpressure.demo.standins.Ledger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Primary;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two order desks that share one Redis, with the profile {@code redis}.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisDemoTests {

	private final int redisPort = TestSocketUtils.findAvailableTcpPort();

	private final List<Desk> desks = new ArrayList<>();

	private RedisServer redis;

	@BeforeEach
	void startRedis() throws Exception {
		this.redis = RedisServer.newRedisServer().port(this.redisPort).setting("bind 127.0.0.1").build();
		this.redis.start();
	}

	@AfterEach
	void stopAll() throws Exception {
		this.desks.forEach(Desk::close);
		this.redis.stop();
	}

	@Test
	void twoDesksHandleEachOrderOnce() {
		Desk one = open();
		Desk two = open();
		place(one, 60);
		awaitBooked(60);
		assertThat(one.booked()).isNotEmpty();
		assertThat(two.booked()).isNotEmpty();
		place(one, 60);
		one.close(); // while orders are in every stage
		awaitBooked(120);
		SharedChannel<?> orders = two.orders();
		assertThat(orders.isClosed()).isFalse();
		assertThat(orders.totals().sent()).isEqualTo(120);
		assertThat(orders.totals().unacknowledged()).isZero();
		place(two, 1);
		Awaitility.await().until(() -> orders.totals().received() == 121);
	}

	@Test
	void responseWithoutRedisIs503() throws Exception {
		Desk desk = open();
		this.redis.stop();
		Awaitility.await().until(() -> desk.place().getStatusCode().equals(HttpStatus.SERVICE_UNAVAILABLE));
	}

	private Desk open() {
		Desk desk = new Desk(new SpringApplicationBuilder(DemoApplication.class, BookedOrders.class).run(
				"--spring.profiles.active=redis", "--spring.data.redis.port=" + this.redisPort, "--server.port=0",
				"--demo.load.enabled=false", "--demo.work-time=5ms"));
		this.desks.add(desk);
		return desk;
	}

	private static void place(Desk desk, int orders) {
		for (int count = 0; count < orders; count++) {
			assertThat(desk.place().getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
		}
	}

	/**
	 * Wait until each order is booked once. All orders must have been placed at one desk,
	 * because each desk numbers its orders.
	 */
	private void awaitBooked(int orders) {
		Long[] each = LongStream.rangeClosed(1, orders).boxed().toArray(Long[]::new);
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.desks.stream().flatMap((desk) -> desk.booked().stream()))
				.containsExactlyInAnyOrder(each));
	}

	/** Running desk with an HTTP client. */
	private static final class Desk {

		private final ConfigurableApplicationContext context;

		private final RestClient client;

		private final BookedOrders books;

		Desk(ConfigurableApplicationContext context) {
			this.context = context;
			int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
			this.client = AnyStatus.client(port, "");
			this.books = context.getBean(BookedOrders.class);
		}

		ResponseEntity<String> place() {
			return this.client.post()
				.uri("/orders")
				.body(Map.of("item", "cup", "quantity", 1))
				.retrieve()
				.toEntity(String.class);
		}

		SharedChannel<?> orders() {
			return (SharedChannel<?>) this.context.getBean("orders", BackpressureChannel.class);
		}

		Queue<Long> booked() {
			return this.books.orders;
		}

		void close() {
			this.context.close();
		}

	}

	/** Ledger that records the numbers of the booked orders. */
	@Primary
	static class BookedOrders extends Ledger {

		private final Queue<Long> orders = new ConcurrentLinkedQueue<>();

		@Override
		public void book(List<Shipment> batch) {
			super.book(batch);
			batch.forEach((shipment) -> this.orders.add(shipment.orderId()));
		}

	}

}
