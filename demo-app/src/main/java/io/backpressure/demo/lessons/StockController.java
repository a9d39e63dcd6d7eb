package io.backpressure.demo.lessons;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.demo.domain.Permit;
import io.backpressure.demo.standins.Labour;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Limiting concurrency: the channel {@code supplier-permits} holds a permit for each call
 * to the supplier that is under way. When it is full, the next caller waits until another
 * is back.
 */
@RestController
public class StockController {

	private final BackpressureChannel<Permit> permits;

	private final Labour labour;

	StockController(BackpressureChannel<Permit> supplierPermits, Labour labour) {
		this.permits = supplierPermits;
		this.labour = labour;
	}

	/**
	 * Ask the supplier, when it is this caller's turn.
	 * @param item what to ask for
	 * @return how many there are
	 * @throws InterruptedException if interrupted while it waits for a permit
	 */
	@GetMapping("/stock/{item}")
	public Stock stock(@PathVariable String item) throws InterruptedException {
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
	 * What the supplier has.
	 *
	 * @param item what was asked for
	 * @param available how many there are
	 */
	public record Stock(String item, int available) {

	}

}
