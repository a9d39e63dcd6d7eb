package io.backpressure.demo;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts and stops the workers. They start before the web server and stop after it:
 * nothing comes in any more when they are asked to finish. They finish in the order of
 * their work, each after those whose results it takes, and tell what was left. The
 * channels stay open, since a context may be started again; they are closed with it.
 */
@Component
class Desk implements SmartLifecycle {

	/** Below the phases of the web server. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(Desk.class);

	private final List<Worker<?>> workers;

	private final List<BackpressureChannel<?>> channels;

	private final Duration drainTimeout;

	private volatile List<? extends WorkerThreads<?>> running = List.of();

	Desk(List<Worker<?>> workers, List<BackpressureChannel<?>> channels, DemoProperties properties) {
		this.workers = workers;
		this.channels = channels;
		this.drainTimeout = properties.drainTimeout();
	}

	@Override
	public void start() {
		this.running = this.workers.stream().map(WorkerThreads::new).toList();
		this.running.forEach(WorkerThreads::start);
	}

	@Override
	public void stop() {
		long deadline = System.nanoTime() + this.drainTimeout.toNanos();
		this.running.forEach((threads) -> threads.finish(deadline));
		this.running = List.of();
		this.channels.forEach(Desk::report);
	}

	private static void report(BackpressureChannel<?> channel) {
		ChannelStats stats = channel.stats();
		logger.info("Channel {} at the end: accepted={} received={} dropped={} left={}", channel.name(),
				stats.sendCount(), stats.receiveCount(), stats.droppedCount(), channel.size());
	}

	@Override
	public boolean isRunning() {
		return !this.running.isEmpty();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
