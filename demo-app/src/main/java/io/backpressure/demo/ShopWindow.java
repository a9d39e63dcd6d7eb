package io.backpressure.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * The newest prices, as they are shown.
 */
@Component
class ShopWindow {

	private final Map<String, Long> shown = new ConcurrentHashMap<>();

	void show(PriceTick tick) {
		this.shown.put(tick.item(), tick.cents());
	}

	Map<String, Long> shown() {
		return Map.copyOf(this.shown);
	}

}
