package io.backpressure.channel.spring.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.monitor.ChannelCondition;
import io.backpressure.channel.spring.monitor.ChannelWatch;
import io.backpressure.channel.spring.monitor.Rates;
import io.backpressure.channel.spring.support.ChannelAccess;
import org.jspecify.annotations.Nullable;

/**
 * Channel as the endpoint shows it, without any of its values.
 *
 * @param name the name of the channel
 * @param strategy the strategy of the channel when it is full
 * @param size values in the buffer; {@code null} if the transport cannot be reached
 * @param capacity number of values that fit into the buffer
 * @param utilization how full the buffer is, from 0 to 1; {@code null} if the transport
 * cannot be reached
 * @param closed whether the channel is closed
 * @param waitingSenders threads and asynchronous calls that wait for room
 * @param waitingReceivers threads and asynchronous calls that wait for a value
 * @param sent values accepted so far
 * @param received values handed to a receiver so far
 * @param dropped values dropped so far
 * @param purged values purged so far
 * @param blockedSends sends so far that had to wait
 * @param failedSends sends that failed so far
 * @param rates the numbers of sent, received and dropped values, and of blocked and
 * failed sends, per second over the last two seconds
 * @param averageSendMillis mean time inside a successful send, in milliseconds
 * @param averageReceiveMillis mean time inside a successful receive, in milliseconds
 * @param oldestAgeMillis how long the oldest value has been buffered; {@code null} if
 * there is no value or its age is not measured
 * @param lastSend when a value was last accepted, or {@code null} before the first
 * @param lastReceive when a value was last received, or {@code null} before the first
 * @param fullSince the time since which the utilization has been at or above its
 * configured limit, or at or above 90 % if no limit is configured; {@code null} if the
 * utilization is below the limit
 * @param condition the condition of the channel and its listeners
 * @param listeners the listeners of the channel
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChannelDescriptor(String name, BackpressureStrategy strategy, @Nullable Integer size, int capacity,
		@Nullable Double utilization, boolean closed, int waitingSenders, int waitingReceivers, long sent,
		long received, long dropped, long purged, long blockedSends, long failedSends, Rates rates,
		double averageSendMillis, double averageReceiveMillis, @Nullable Double oldestAgeMillis,
		@Nullable Instant lastSend, @Nullable Instant lastReceive, @Nullable Instant fullSince,
		ChannelCondition condition, List<ListenerDescriptor> listeners) {

	static ChannelDescriptor of(ChannelWatch watch, List<ListenerContainer> listeners) {
		BackpressureChannel<?> channel = watch.channel();
		ChannelStats stats = channel.stats();
		Duration oldestAge = channel.oldestAge();
		return new ChannelDescriptor(channel.name(), channel.strategy(), ChannelAccess.size(channel, stats),
				channel.capacity(),
				Double.isNaN(stats.bufferUtilization()) ? null : Double.valueOf(stats.bufferUtilization()),
				channel.isClosed(), channel.waitingSenders(), channel.waitingReceivers(), stats.sendCount(),
				stats.receiveCount(), stats.droppedCount(), stats.purgedCount(), stats.blockedSends(),
				stats.failedSends(), watch.rates(), millis(stats.averageSendTime()), millis(stats.averageReceiveTime()),
				oldestAge.isZero() ? null : Double.valueOf(millis(oldestAge)), stats.lastSendTime(),
				stats.lastReceiveTime(), watch.fullSince(), watch.condition(),
				listeners.stream().map((listener) -> ListenerDescriptor.of(listener, watch)).toList());
	}

	private static double millis(Duration duration) {
		return Math.round(duration.toNanos() / 1e3) / 1e3;
	}

}
