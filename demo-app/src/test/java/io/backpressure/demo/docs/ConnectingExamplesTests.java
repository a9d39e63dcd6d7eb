package io.backpressure.demo.docs;

import java.util.ArrayList;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.SendResult;
import io.backpressure.demo.docs.ConnectingExamples.Batches;
import io.backpressure.demo.docs.ConnectingExamples.End;
import io.backpressure.demo.docs.ConnectingExamples.Several;
import io.backpressure.demo.domain.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that run the examples of {@code docs/connecting.md}.
 */
class ConnectingExamplesTests {

	private static final List<Order> THREE = List.of(new Order(1, "cup", 1), new Order(2, "pen", 1),
			new Order(3, "mug", 1));

	@Test
	void ordersThatFitAreSentAndExportedInBatches() throws Exception {
		BackpressureChannel<Order> orders = BackpressureChannel.create(2);
		List<Order> exported = new ArrayList<>();
		Batches batches = new Batches(orders, exported::addAll);
		assertThat(batches.send(THREE)).containsExactly(THREE.get(2));
		batches.export();
		assertThat(exported).containsExactly(THREE.get(0), THREE.get(1));
	}

	@Test
	void selectShipsUntilBothChannelsAreClosed() throws Exception {
		BackpressureChannel<Order> urgent = BackpressureChannel.create(3);
		BackpressureChannel<Order> normal = BackpressureChannel.create(3);
		assertThat(urgent.trySend(THREE.get(0))).isEqualTo(SendResult.SENT);
		assertThat(normal.trySend(THREE.get(1))).isEqualTo(SendResult.SENT);
		urgent.close();
		normal.close();
		new Several().ship(urgent, normal);
		assertThat(urgent.isDrained()).isTrue();
		assertThat(normal.isDrained()).isTrue();
	}

	@Test
	void sendToStoppedChannelReportsCauseOfTheClose() throws Exception {
		BackpressureChannel<Order> orders = BackpressureChannel.create(3);
		List<Order> journal = new ArrayList<>();
		new End(orders, journal).stop();
		assertThat(journal).isEmpty();
		assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(() -> orders.send(THREE.get(0)))
			.havingCause()
			.withMessage("the warehouse is closed");
	}

}
