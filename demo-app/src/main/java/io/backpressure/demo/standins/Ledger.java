package io.backpressure.demo.standins;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.backpressure.demo.domain.Shipment;

import org.springframework.stereotype.Component;

/**
 * Books shipments in bulk: where a real desk would insert them into a database.
 */
@Component
public class Ledger {

	private final LongAdder shipments = new LongAdder();

	private final LongAdder batches = new LongAdder();

	/**
	 * Book shipments.
	 * @param batch as many as have gathered
	 */
	public void book(List<Shipment> batch) {
		this.shipments.add(batch.size());
		this.batches.increment();
	}

	/**
	 * Return how many shipments are booked.
	 * @return their number
	 */
	public long shipments() {
		return this.shipments.sum();
	}

	/**
	 * Return in how many batches they came.
	 * @return the number of batches
	 */
	public long batches() {
		return this.batches.sum();
	}

}
