package io.backpressure.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SendResult;

import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sampling: the channel {@code views} drops what comes when it is full and keeps what it
 * has. Counting views must never cost a visitor time, and a sample is enough.
 */
@RestController
class PageViewController {

	private final BackpressureChannel<PageView> views;

	PageViewController(BackpressureChannel<PageView> views) {
		this.views = views;
	}

	@PostMapping("/views")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Counted view(@RequestBody PageView view) {
		return new Counted(this.views.trySend(view) == SendResult.SENT);
	}

	@Bean
	static Worker<PageView> counting(BackpressureChannel<PageView> views, Labour labour) {
		Map<String, LongAdder> counts = new ConcurrentHashMap<>();
		return Worker.of(views, (view) -> {
			labour.toil();
			counts.computeIfAbsent(view.item(), (item) -> new LongAdder()).increment();
		});
	}

	record Counted(boolean counted) {

	}

}
