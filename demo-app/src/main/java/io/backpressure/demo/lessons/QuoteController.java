package io.backpressure.demo.lessons;

import io.backpressure.channel.ChannelSender;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.demo.standins.SimulatedWork;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Load shedding like that of a circuit breaker: the channel {@code quotes} throws when it
 * is full, and the client immediately gets 503 with {@code Retry-After} instead of
 * waiting.
 */
@RestController
class QuoteController {

	private final ChannelSender<String> quotes;

	private final SimulatedWork work;

	QuoteController(ChannelSender<String> quotes, SimulatedWork work) {
		this.quotes = quotes;
		this.work = work;
	}

	@PostMapping("/quotes")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void request(@RequestBody String item) throws InterruptedException {
		this.quotes.send(item);
	}

	@ChannelListener(id = "quoting", channel = "quotes")
	void quote(String item) throws InterruptedException {
		this.work.perform();
	}

}
