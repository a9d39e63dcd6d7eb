package io.backpressure.demo.lessons;

import java.util.Map;

import io.backpressure.channel.ChannelSender;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.demo.domain.PriceTick;
import io.backpressure.demo.standins.ShopWindow;
import io.backpressure.demo.standins.SimulatedWork;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stream that may lose values: the channel {@code prices} drops the oldest price when the
 * shop window cannot keep up, since only the newest prices are worth showing. The source
 * never waits.
 */
@RestController
@RequestMapping("/prices")
class PriceController {

	private final ChannelSender<PriceTick> prices;

	private final ShopWindow window;

	private final SimulatedWork work;

	PriceController(ChannelSender<PriceTick> prices, ShopWindow window, SimulatedWork work) {
		this.prices = prices;
		this.window = window;
		this.work = work;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.ACCEPTED)
	@SuppressWarnings("CheckReturnValue") // sent, unless the channel is closed
	void tick(@RequestBody PriceTick tick) {
		this.prices.trySend(tick);
	}

	@GetMapping
	Map<String, Long> shown() {
		return this.window.shown();
	}

	@ChannelListener(id = "showing", channel = "prices")
	void show(PriceTick tick) throws InterruptedException {
		this.work.perform();
		this.window.show(tick);
	}

}
