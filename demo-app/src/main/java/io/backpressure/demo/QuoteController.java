package io.backpressure.demo;

import io.backpressure.channel.BackpressureChannel;

import org.springframework.context.annotation.Bean;
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

	private final BackpressureChannel<String> quotes;

	QuoteController(BackpressureChannel<String> quotes) {
		this.quotes = quotes;
	}

	@PostMapping("/quotes")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void request(@RequestBody String item) throws InterruptedException {
		this.quotes.send(item);
	}

	@Bean
	static Worker<String> quoting(BackpressureChannel<String> quotes, Labour labour) {
		return Worker.of(quotes, (item) -> labour.toil());
	}

}
