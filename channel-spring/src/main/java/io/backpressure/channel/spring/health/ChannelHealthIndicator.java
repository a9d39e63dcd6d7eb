package io.backpressure.channel.spring.health;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.monitor.ChannelCondition;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.backpressure.channel.spring.support.ChannelAccess;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * The health of a channel: out of service when it has been too full for too long, down
 * when nobody receives what waits or it was closed although the application goes on, by
 * the limits that are set for it; down as well when its transport cannot be reached.
 */
final class ChannelHealthIndicator extends AbstractHealthIndicator {

	private final ChannelWatch watch;

	ChannelHealthIndicator(ChannelWatch watch) {
		super("The health of channel '" + watch.channel().name() + "' could not be found out");
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
