package io.backpressure.demo.lessons;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.backpressure.channel.spring.event.ChannelDropEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Log of the number of values dropped or purged in each second. The values themselves are
 * not logged.
 */
@Component
class DropLog {

	private static final Logger logger = LoggerFactory.getLogger(DropLog.class);

	private final Map<String, LongAdder> drops = new ConcurrentHashMap<>();

	@EventListener
	void on(ChannelDropEvent event) {
		this.drops.computeIfAbsent(event.getChannelName(), (name) -> new LongAdder()).increment();
	}

	@Scheduled(fixedRate = 1000)
	void log() {
		this.drops.forEach((channel, count) -> {
			long dropped = count.sumThenReset();
			if (dropped > 0) {
				logger.warn("Channel {} dropped {} in the last second", channel, dropped);
			}
		});
	}

}
