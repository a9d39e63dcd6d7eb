package io.backpressure.demo;

import io.backpressure.channel.BackpressureChannel;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Limiting concurrency: the channel {@code supplier-permits} holds a permit for each call
 * to the supplier that is under way. When it is full, the next caller waits until another
 * is back.
 */
@RestController
class StockController {

	private final BackpressureChannel<Permit> permits;

	private final Labour labour;

	StockController(BackpressureChannel<Permit> supplierPermits, Labour labour) {
		this.permits = supplierPermits;
		this.labour = labour;
	}

	@GetMapping("/stock/{item}")
	Stock stock(@PathVariable String item) throws InterruptedException {
		this.permits.send(Permit.ONE);
		try {
			return askSupplier(item);
		}
		finally {
			this.permits.tryReceive();
		}
	}

	private Stock askSupplier(String item) throws InterruptedException {
		this.labour.toil();
		return new Stock(item, Math.floorMod(item.hashCode(), 100));
	}

	/**
	 * The right to call the supplier.
	 */
	public enum Permit {

		/** Any one is as good as another. */
		ONE

	}

	record Stock(String item, int available) {

	}

}
