package io.backpressure.demo.lessons;

import io.backpressure.channel.ChannelSender;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.demo.standins.Labour;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Load shedding, as a circuit breaker would do it: the channel {@code quotes} answers
 * with an error when it is full, and the client gets 503 with {@code Retry-After} at once
 * instead of waiting with everybody else.
 */
@RestController
class QuoteController {

	private final ChannelSender<String> quotes;

	private final Labour labour;

	QuoteController(ChannelSender<String> quotes, Labour labour) {
		this.quotes = quotes;
		this.labour = labour;
	}

	@PostMapping("/quotes")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void request(@RequestBody String item) throws InterruptedException {
		this.quotes.send(item);
	}

	@ChannelListener(id = "quoting", channel = "quotes")
	void quote(String item) throws InterruptedException {
		this.labour.toil();
	}

}
