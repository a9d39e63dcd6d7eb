package io.backpressure.demo.lessons;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.demo.domain.Permit;
import io.backpressure.demo.standins.SimulatedWork;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Concurrency limit: the channel {@code supplier-permits} holds one permit for each
 * running call to the supplier. While the channel is full, the next caller waits until a
 * call has ended.
 */
@RestController
public class StockController {

	private final BackpressureChannel<Permit> permits;

	private final SimulatedWork work;

	StockController(BackpressureChannel<Permit> supplierPermits, SimulatedWork work) {
		this.permits = supplierPermits;
		this.work = work;
	}

	/**
	 * Ask the supplier for the stock of an item, after waiting for a permit.
	 * @param item the item
	 * @return the stock of the item
	 * @throws InterruptedException if interrupted while waiting for a permit or the
	 * supplier
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
		this.work.perform();
		return new Stock(item, Math.floorMod(item.hashCode(), 100));
	}

	/**
	 * Stock of the supplier.
	 *
	 * @param item the item
	 * @param available the number of items
	 */
	public record Stock(String item, int available) {

	}

}
