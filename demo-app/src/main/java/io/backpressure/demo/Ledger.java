package io.backpressure.demo;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import org.springframework.stereotype.Component;

/**
 * Books shipments in bulk: where a real desk would insert them into a database.
 */
@Component
class Ledger {

	private final LongAdder shipments = new LongAdder();

	private final LongAdder batches = new LongAdder();

	void book(List<Shipment> batch) {
		this.shipments.add(batch.size());
		this.batches.increment();
	}

	long shipments() {
		return this.shipments.sum();
	}

	long batches() {
		return this.batches.sum();
	}

}
