package io.backpressure.demo.docs;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerIdleEvent;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import io.backpressure.channel.test.ChannelAssertions;
import io.backpressure.channel.test.ChannelEvents;
import io.backpressure.channel.test.ChannelProbe;
import io.backpressure.channel.test.TestClock;
import io.backpressure.channel.test.autoconfigure.AutoConfigureChannels;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.autoconfigure.ListenerMode;
import io.backpressure.demo.DemoApplication;
import io.backpressure.demo.docs.ReadmeExamples.OrderDesk;
import io.backpressure.demo.domain.Order;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The tests that {@code docs/testing.md} shows.
 */
class TestingExamplesTests {

	@Test
	void acceptedOrderIsSent() throws InterruptedException {
		BackpressureChannel<Order> orders = BackpressureChannel.create(1);
		new OrderDesk(orders).place(new Order(1, "cup", 2));
		assertThat(orders.tryReceive()).isEqualTo(new Order(1, "cup", 2));
	}

	@Test
	void fullChannelRejectsTheOrder() {
		BackpressureChannel<Order> orders = BackpressureChannel.<Order>builder()
			.bufferSize(1)
			.sendTimeout(Duration.ofNanos(1))
			.build();
		orders.trySend(new Order(1, "cup", 2));
		assertThatExceptionOfType(ChannelTimeoutException.class)
			.isThrownBy(() -> new OrderDesk(orders).place(new Order(2, "cup", 2)));
	}

	/**
	 * An application with a listener.
	 */
	@Nested
	@ChannelTest(properties = { "spring.config.location=optional:file:none/",
			"backpressure.channels.orders.type=io.backpressure.demo.domain.Order",
			"backpressure.channels.shipments.type=java.lang.Long",
			"backpressure.channels.failed.type=io.backpressure.channel.spring.listener.FailedValue",
			"backpressure.listener.listeners.shipping.retry.max-retries=1",
			"backpressure.listener.listeners.shipping.retry.delay=1m",
			"backpressure.listener.listeners.shipping.idle-interval=5m",
			"backpressure.listener.listeners.shipping.dead-letter=failed" })
	@ContextConfiguration(classes = { ExampleApplication.class, Shop.class })
	class WithAListener {

		@Autowired
		private Shop shop;

		@Test
		void orderIsShipped(BackpressureChannel<Order> orders, ChannelProbe probe) throws InterruptedException {
			orders.send(new Order(1, "cup", 2));
			probe.awaitQuiet();
			assertThat(this.shop.shipped()).contains(1L);
		}

		@Test
		void orderThatFailsTwiceIsDeadLettered(BackpressureChannel<Order> orders, ChannelProbe probe, TestClock clock)
				throws InterruptedException {
			probe.failNext("shipping", new IllegalStateException("no van"));
			probe.failNext("shipping", new IllegalStateException("no driver"));
			orders.send(new Order(2, "cup", 2));
			clock.advance(Duration.ofMinutes(1)); // the delay before the repetition
			FailedValue failed = probe.next("failed", FailedValue.class);
			assertThat(failed.value()).isEqualTo(new Order(2, "cup", 2));
			assertThat(failed.cause()).hasMessage("no driver");
		}

		@Test
		void listenerWithoutOrdersIsReported(ChannelEvents events, TestClock clock) {
			clock.advance(Duration.ofMinutes(5)); // the idle interval
			assertThat(events.await(ListenerIdleEvent.class).getListenerId()).isEqualTo("shipping");
		}

		@Test
		void shipmentsAreBookedTogether(BackpressureChannel<Long> shipments, TestClock clock)
				throws InterruptedException {
			shipments.send(1L);
			shipments.send(2L);
			clock.advance(Duration.ofSeconds(30));
			assertThat(this.shop.booked()).isEmpty();
			clock.advance(Duration.ofSeconds(30)); // one minute in total
			assertThat(this.shop.booked()).containsExactly(List.of(1L, 2L));
		}

		@Test
		void everyOrderIsShippedAtShutdown(BackpressureChannel<Order> orders,
				ConfigurableApplicationContext application) throws InterruptedException {
			for (long id = 21; id <= 23; id++) {
				orders.send(new Order(id, "cup", 2));
			}
			application.close();
			assertThat(this.shop.shipped()).contains(21L, 22L, 23L);
		}

		@Test
		void orderThatIsNotShippedInTimeIsKept(BackpressureChannel<Order> orders, ChannelProbe probe, TestClock clock,
				ConfigurableApplicationContext application) throws InterruptedException {
			probe.stall("shipping");
			orders.send(new Order(11, "cup", 2));
			clock.advanceDuring(application::close, Duration.ofSeconds(20));
			assertThat(this.shop.kept()).containsExactly(new Order(11, "cup", 2));
		}

	}

	/**
	 * The demo, whose listeners are paused.
	 */
	@Nested
	@SpringBootTest(classes = DemoApplication.class,
			properties = { "demo.load.enabled=false", "backpressure.channels.orders.send-timeout=1ms" })
	@AutoConfigureChannels(listeners = ListenerMode.PAUSED)
	@AutoConfigureMockMvc
	class WithAFullChannel {

		@Autowired
		private MockMvcTester mvc;

		@Test
		void clientIsAskedToRetry(BackpressureChannel<Order> orders, ChannelProbe probe) {
			probe.fill("orders", (number) -> new Order(number, "cup", 1));
			assertThat(this.mvc.post()
				.uri("/orders")
				.contentType(MediaType.APPLICATION_JSON)
				.content("{\"item\": \"cup\", \"quantity\": 1}")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
				.hasHeader("Retry-After", "1");
			ChannelAssertions.assertThat(orders).isFull();
		}

	}

	/**
	 * An application with a mock.
	 */
	@Nested
	@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = ExampleApplication.class,
			properties = { "spring.config.location=optional:file:none/",
					"backpressure.channels.orders.type=io.backpressure.demo.domain.Order" })
	class WithAMock {

		@MockitoBean
		BackpressureChannel<Order> orders;

		@Test
		void channelIsReplaced() {
			assertThat(Mockito.mockingDetails(this.orders).isMock()).isTrue();
		}

	}

	static class Shop implements UndeliveredHandler {

		private final Set<Long> shipped = ConcurrentHashMap.newKeySet();

		private final List<List<Long>> booked = new CopyOnWriteArrayList<>();

		private final List<Object> kept = new CopyOnWriteArrayList<>();

		Set<Long> shipped() {
			return this.shipped;
		}

		List<List<Long>> booked() {
			return this.booked;
		}

		List<Object> kept() {
			return this.kept;
		}

		@Override
		public void undelivered(String channel, List<?> values) {
			this.kept.addAll(values);
		}

		@ChannelListener(id = "shipping", channel = "orders")
		void ship(Order order) {
			this.shipped.add(order.id());
		}

		@ChannelListener(id = "booking", channel = "shipments", batchSize = "50", batchTimeout = "1m")
		void book(List<Long> shipments) {
			this.booked.add(shipments);
		}

	}

}
