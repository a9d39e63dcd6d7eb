package io.backpressure.demo.lessons;

import java.util.List;
import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.demo.domain.Order;
import io.backpressure.demo.domain.PricedOrder;
import io.backpressure.demo.domain.Shipment;
import io.backpressure.demo.standins.Ledger;
import io.backpressure.demo.standins.SimulatedWork;

import org.springframework.stereotype.Component;

/**
 * Pipeline: an order is priced, assigned to a warehouse, packed and booked, with a
 * channel between the stages. All of these channels block while they are full, so a slow
 * stage slows down the stages before it, and in the end the client.
 */
@Component
class Fulfilment {

	private final List<BackpressureChannel<PricedOrder>> warehouses;

	private final SimulatedWork work;

	private final Ledger ledger;

	Fulfilment(Map<String, BackpressureChannel<PricedOrder>> channels, SimulatedWork work, Ledger ledger) {
		this.warehouses = channels.values()
			.stream()
			.filter((channel) -> channel.name().startsWith("warehouse-"))
			.toList();
		this.work = work;
		this.ledger = ledger;
	}

	/** Worker pool: several threads receive orders from one channel. */
	@ChannelListener(id = "pricing", channel = "orders", concurrency = "3", sendTo = "priced")
	PricedOrder price(Order order) throws InterruptedException {
		this.work.perform();
		return new PricedOrder(order, order.quantity() * 1_995L);
	}

	/** Distribution over several channels: the warehouses receive orders in turn. */
	@ChannelListener(id = "dispatch", channel = "priced")
	void dispatch(PricedOrder order) throws InterruptedException {
		int turn = (int) (order.order().id() % this.warehouses.size());
		this.warehouses.get(turn).send(order);
	}

	@ChannelListener(id = "packing-north", channel = "warehouse-north", sendTo = "shipments")
	Shipment packInTheNorth(PricedOrder order) throws InterruptedException {
		this.work.perform();
		return new Shipment(order.order().id(), "north");
	}

	@ChannelListener(id = "packing-south", channel = "warehouse-south", sendTo = "shipments")
	Shipment packInTheSouth(PricedOrder order) throws InterruptedException {
		this.work.perform();
		return new Shipment(order.order().id(), "south");
	}

	/**
	 * Batching: shipments are booked in bulk, when a batch is full or the batch timeout
	 * has passed.
	 */
	@ChannelListener(id = "booking", channel = "shipments", batchSize = "50", batchTimeout = "100ms")
	void book(List<Shipment> shipments) {
		this.ledger.book(shipments);
	}

}
