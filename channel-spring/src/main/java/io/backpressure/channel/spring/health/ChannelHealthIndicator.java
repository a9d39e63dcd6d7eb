package io.backpressure.channel.spring.health;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.monitor.ChannelCondition;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.backpressure.channel.spring.support.ChannelAccess;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health indicator of one channel, by the limits that are set for it. The channel is out
 * of service when it has been too full for too long. It is down when buffered values have
 * not been received for too long, when it was closed while the application is running, or
 * when its transport cannot be reached or rejects this JVM.
 */
final class ChannelHealthIndicator extends AbstractHealthIndicator {

	private final ChannelWatch watch;

	ChannelHealthIndicator(ChannelWatch watch) {
		super("Health check of channel '" + watch.channel().name() + "' failed");
		this.watch = watch;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		BackpressureChannel<?> channel = this.watch.channel();
		ChannelCondition condition = this.watch.condition();
		builder.status(condition.status())
			.withDetail("strategy", channel.strategy())
			.withDetail("capacity", channel.capacity())
			.withDetail("condition", condition);
		Integer size = ChannelAccess.size(channel);
		if (size != null) {
			builder.withDetail("size", size);
		}
	}

}
