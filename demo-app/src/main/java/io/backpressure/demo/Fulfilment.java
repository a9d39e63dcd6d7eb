package io.backpressure.demo;

import java.util.List;
import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelSender;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Pipeline: an order is priced, assigned to a warehouse, packed and booked, with a
 * channel between the stages. All of these block, so that a slow stage slows those before
 * it, and in the end the client.
 */
@Configuration(proxyBeanMethods = false)
class Fulfilment {

	/** Worker pool: several threads take orders from one channel. */
	@Bean
	@Order(1)
	Worker<io.backpressure.demo.Order> pricing(BackpressureChannel<io.backpressure.demo.Order> orders,
			@Qualifier("priced") ChannelSender<PricedOrder> priced, Labour labour) {
		return Worker.pool(orders, 3, (order) -> {
			labour.toil();
			priced.send(new PricedOrder(order, order.quantity() * 1_995L));
		});
	}

	/** Spreading over several channels: each warehouse has its own, taken in turn. */
	@Bean
	@Order(2)
	Worker<PricedOrder> dispatch(@Qualifier("priced") BackpressureChannel<PricedOrder> priced,
			Map<String, BackpressureChannel<PricedOrder>> channels) {
		List<BackpressureChannel<PricedOrder>> warehouses = channels.values()
			.stream()
			.filter((channel) -> channel.name().startsWith("warehouse-"))
			.toList();
		return Worker.of(priced, (order) -> {
			int turn = (int) (order.order().id() % warehouses.size());
			warehouses.get(turn).send(order);
		});
	}

	@Bean
	@Order(3)
	Worker<PricedOrder> packNorth(@Qualifier("warehouse-north") BackpressureChannel<PricedOrder> north,
			ChannelSender<Shipment> shipments, Labour labour) {
		return packing(north, shipments, labour);
	}

	@Bean
	@Order(3)
	Worker<PricedOrder> packSouth(@Qualifier("warehouse-south") BackpressureChannel<PricedOrder> south,
			ChannelSender<Shipment> shipments, Labour labour) {
		return packing(south, shipments, labour);
	}

	private static Worker<PricedOrder> packing(BackpressureChannel<PricedOrder> warehouse,
			ChannelSender<Shipment> shipments, Labour labour) {
		return Worker.of(warehouse, (order) -> {
			labour.toil();
			shipments.send(new Shipment(order.order().id(), warehouse.name()));
		});
	}

	/** Batching: shipments are booked in bulk, as many as have gathered. */
	@Bean
	@Order(4)
	Worker<Shipment> booking(BackpressureChannel<Shipment> shipments, Ledger ledger) {
		return Worker.batching(shipments, 50, ledger::book);
	}

}
