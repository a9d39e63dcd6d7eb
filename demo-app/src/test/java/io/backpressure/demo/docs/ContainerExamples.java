package io.backpressure.demo.docs;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.demo.domain.Order;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Example of the documentation that needs Docker, so no build runs it.
 */
class ContainerExamples {

	@Nested
	@SpringBootTest(properties = { "backpressure.channels.orders.transport=redis",
			"backpressure.listener.defaults.auto-startup=false" })
	@Testcontainers
	class SharedOrdersTests {

		@Container
		@ServiceConnection("redis")
		static GenericContainer<?> redis = new GenericContainer<>("redis:8").withExposedPorts(6379);

		@Autowired
		private BackpressureChannel<Order> orders;

		@Test
		void orderPassesThroughRedis() throws InterruptedException {
			this.orders.send(new Order(1, "cup", 2));
			assertThat(this.orders.receive(Duration.ofMinutes(1))).isEqualTo(new Order(1, "cup", 2));
		}

	}

}
