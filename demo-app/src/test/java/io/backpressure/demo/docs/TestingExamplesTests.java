package io.backpressure.demo.docs;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.demo.docs.ReadmeExamples.OrderDesk;
import io.backpressure.demo.domain.Order;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

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
	@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = { ExampleApplication.class, Shop.class },
			properties = { "spring.config.location=optional:file:none/",
					"backpressure.channels.orders.type=io.backpressure.demo.domain.Order" })
	class WithAListener {

		@Autowired
		private BackpressureChannel<Order> orders;

		@Autowired
		private Shop shop;

		@Test
		void orderIsShipped() throws InterruptedException {
			this.orders.send(new Order(1, "cup", 2));
			await().untilAsserted(() -> assertThat(this.shop.shipped()).contains(1L));
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

	static class Shop {

		private final Set<Long> shipped = ConcurrentHashMap.newKeySet();

		Set<Long> shipped() {
			return this.shipped;
		}

		@ChannelListener("orders")
		void ship(Order order) {
			this.shipped.add(order.id());
		}

	}

}
