package io.backpressure.channel.test.shop;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.backpressure.channel.spring.listener.ChannelListener;

import org.springframework.stereotype.Component;

/**
 * Listeners of the shop.
 */
@Component
public class Fulfilment {

	private final Queue<Order> shipped = new ConcurrentLinkedQueue<>();

	private final Queue<List<Integer>> batches = new ConcurrentLinkedQueue<>();

	/** Return the orders that have passed through the pipeline. */
	public List<Order> shipped() {
		return List.copyOf(this.shipped);
	}

	/** Return the batches that were handled. */
	public List<List<Integer>> batches() {
		return List.copyOf(this.batches);
	}

	@ChannelListener(id = "pricing", channel = "orders", sendTo = "priced")
	Order price(Order order) {
		return order;
	}

	@ChannelListener(id = "packing", channel = "priced", sendTo = "packed")
	Order pack(Order order) {
		return order;
	}

	@ChannelListener(id = "shipping", channel = "packed")
	void ship(Order order) {
		this.shipped.add(order);
	}

	@ChannelListener(id = "metering", channel = "ticks", batchSize = "100", batchTimeout = "1m")
	void meter(List<Integer> ticks) {
		this.batches.add(List.copyOf(ticks));
	}

	@ChannelListener(id = "working", channel = "jobs", concurrency = "3")
	void work(int job) {
	}

}
