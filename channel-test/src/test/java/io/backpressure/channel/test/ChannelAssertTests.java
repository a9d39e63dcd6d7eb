package io.backpressure.channel.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.ChannelBlockEvent;
import io.backpressure.channel.spring.event.ChannelDropEvent;
import io.backpressure.channel.test.autoconfigure.ChannelTest;
import io.backpressure.channel.test.autoconfigure.ListenerMode;
import io.backpressure.channel.test.shop.Order;
import io.backpressure.channel.test.shop.Shop;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Assertions on channels and events.
 */
@ChannelTest(listeners = ListenerMode.PAUSED)
@ContextConfiguration(classes = Shop.class)
class ChannelAssertTests {

	private static final String HOLDS = "holds 2 values (capacity 3): [Order[id=1], Order[id=2]]";

	@Test
	void failedAssertionsShowWhatTheChannelHolds(BackpressureChannel<Order> orders) throws Exception {
		orders.send(new Order(1));
		orders.send(new Order(2));
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(orders).isFull()))
			.isEqualTo("Expected channel 'orders' to be full, but it " + HOLDS);
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(orders).isEmpty()))
			.isEqualTo("Expected channel 'orders' to be empty, but it " + HOLDS);
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(orders).hasSize(1)))
			.isEqualTo("Expected channel 'orders' to hold 1 value, but it " + HOLDS);
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(orders).contains(new Order(2), new Order(3))))
			.isEqualTo("Expected channel 'orders' to hold [Order[id=2], Order[id=3]], but it " + HOLDS
					+ ". Missing: [Order[id=3]]");
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(orders).containsExactly(new Order(2), new Order(1))))
			.isEqualTo("Expected channel 'orders' to hold exactly [Order[id=2], Order[id=1]], but it " + HOLDS);
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(orders).isClosed()))
			.isEqualTo("Expected channel 'orders' to be closed, but it is open and " + HOLDS);
		ChannelAssertions.assertThat(orders)
			.isOpen()
			.contains(new Order(2))
			.containsExactly(new Order(1), new Order(2));
		orders.purge();
	}

	@Test
	void failedAssertionShowsDroppedValues(BackpressureChannel<String> prices, BackpressureChannel<String> views,
			ChannelEvents events) throws Exception {
		for (String price : new String[] { "a", "b", "c" }) {
			prices.send(price);
		}
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(prices).hasDropped(2)))
			.isEqualTo("Expected channel 'prices' to have dropped 2 values, "
					+ "but it has dropped 1 value (strategy DROP_OLDEST): [a]");
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(views).hasDropped(1))).isEqualTo(
				"Expected channel 'views' to have dropped 1 value, " + "but it has dropped 0 values (strategy DROP)");
		ChannelAssertions.assertThat(prices).hasDropped(1);
		ChannelAssertions.assertThat(events)
			.ofType(ChannelDropEvent.class)
			.extracting(ChannelDropEvent::getValue)
			.containsExactly("a");
		assertThat(events.await(ChannelDropEvent.class).getChannelName()).isEqualTo("prices");
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(events).ofType(ChannelBlockEvent.class).hasSize(1)))
			.startsWith("[Events of type ChannelBlockEvent among [" + events.all().get(0) + "]]");
		assertThat(Messages.of(() -> events.await(ChannelBlockEvent.class, Duration.ofMillis(50))))
			.isEqualTo("No ChannelBlockEvent was published within 50 ms. Published events: " + events.all()
					+ ". If the event is due later, move the TestClock forward");
		prices.purge();
	}

	@Test
	void waitingReceiverOfChannelThatIsNotFullIsReported() {
		BackpressureChannel<String> plain = BackpressureChannel.<String>builder().name("plain").bufferSize(2).build();
		CompletableFuture<String> received = plain.receiveAsync();
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(plain).isFull()))
			.isEqualTo("Expected channel 'plain' "
					+ "to be full, but it holds 0 values (capacity 2), and has 1 receiver waiting for values");
		received.cancel(false);
	}

	@Test
	void channelOutsideContextIsCheckedWithoutItsValues() {
		BackpressureChannel<String> plain = BackpressureChannel.<String>builder().name("plain").bufferSize(2).build();
		plain.trySend("a");
		ChannelAssertions.assertThat(plain).hasSize(1).hasDropped(0);
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(plain).isFull()))
			.isEqualTo("Expected channel 'plain' to be full, but it holds 1 value (capacity 2)");
		assertThatIllegalArgumentException().isThrownBy(() -> ChannelAssertions.assertThat(plain).contains("a"))
			.withMessage("The values of channel 'plain' are not recorded: it is not part of a context with "
					+ "@ChannelTest or @AutoConfigureChannels. Receive them instead");
		plain.close();
		assertThat(Messages.of(() -> ChannelAssertions.assertThat(plain).isOpen()))
			.isEqualTo("Expected channel 'plain' to be open, but it is closed and holds 1 value (capacity 2)");
	}

}
