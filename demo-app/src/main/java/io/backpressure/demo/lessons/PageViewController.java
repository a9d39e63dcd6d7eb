package io.backpressure.demo.lessons;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.backpressure.channel.ChannelSender;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.demo.domain.PageView;
import io.backpressure.demo.standins.SimulatedWork;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sampling: the channel {@code views} drops new values while it is full. A sample of the
 * views is enough, and counting must never delay a visitor.
 */
@RestController
class PageViewController {

	private final ChannelSender<PageView> views;

	private final SimulatedWork work;

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	PageViewController(ChannelSender<PageView> views, SimulatedWork work) {
		this.views = views;
		this.work = work;
	}

	@PostMapping("/views")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Counted view(@RequestBody PageView view) {
		return new Counted(this.views.trySend(view) == SendResult.SENT);
	}

	@ChannelListener(id = "counting", channel = "views")
	void count(PageView view) throws InterruptedException {
		this.work.perform();
		this.counts.computeIfAbsent(view.item(), (item) -> new LongAdder()).increment();
	}

	record Counted(boolean counted) {

	}

}
