package io.backpressure.demo;

import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelSender;

import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stream that may lose: the channel {@code prices} drops the oldest price when the shop
 * window cannot keep up, since only the newest are worth showing. The source never waits.
 */
@RestController
@RequestMapping("/prices")
class PriceController {

	private final ChannelSender<PriceTick> prices;

	private final ShopWindow window;

	PriceController(ChannelSender<PriceTick> prices, ShopWindow window) {
		this.prices = prices;
		this.window = window;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	void tick(@RequestBody PriceTick tick) {
		this.prices.trySend(tick);
	}

	@GetMapping
	Map<String, Long> shown() {
		return this.window.shown();
	}

	@Bean
	static Worker<PriceTick> showing(BackpressureChannel<PriceTick> prices, ShopWindow window, Labour labour) {
		return Worker.of(prices, (tick) -> {
			labour.toil();
			window.show(tick);
		});
	}

}
