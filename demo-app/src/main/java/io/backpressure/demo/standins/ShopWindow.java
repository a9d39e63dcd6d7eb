package io.backpressure.demo.standins;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.backpressure.demo.domain.PriceTick;

import org.springframework.stereotype.Component;

/**
 * Shop window that shows the newest price of each item.
 */
@Component
public class ShopWindow {

	private final Map<String, Long> shown = new ConcurrentHashMap<>();

	/**
	 * Show a price in place of the previous one.
	 * @param tick the price of an item
	 */
	public void show(PriceTick tick) {
		this.shown.put(tick.item(), tick.cents());
	}

	/**
	 * Return the prices that are shown.
	 * @return the price in cents of each item
	 */
	public Map<String, Long> shown() {
		return Map.copyOf(this.shown);
	}

}
