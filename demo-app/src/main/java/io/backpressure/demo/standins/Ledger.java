package io.backpressure.demo.standins;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.backpressure.demo.domain.Shipment;

import org.springframework.stereotype.Component;

/**
 * Ledger that books shipments in bulk, in place of inserts into a database.
 */
@Component
public class Ledger {

	private final LongAdder shipments = new LongAdder();

	private final LongAdder batches = new LongAdder();

	/**
	 * Book shipments.
	 * @param batch the shipments
	 */
	public void book(List<Shipment> batch) {
		this.shipments.add(batch.size());
		this.batches.increment();
	}

	/**
	 * Return the number of booked shipments.
	 * @return the number of shipments
	 */
	public long shipments() {
		return this.shipments.sum();
	}

	/**
	 * Return the number of batches.
	 * @return the number of batches
	 */
	public long batches() {
		return this.batches.sum();
	}

}
