package io.backpressure.channel.spring.monitor;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Recent past of a channel as series of equal length, oldest first.
 *
 * @param times times of the samples, in milliseconds since the epoch
 * @param size values in the buffer; {@code null} while the transport of the channel could
 * not be reached
 * @param sent values accepted per second, since the previous sample
 * @param received values received per second
 * @param dropped values dropped per second
 * @param blockedSends sends that had to wait, per second
 * @param failedSends sends that failed per second
 * @since 0.1.0
 */
public record ChannelSamples(List<Long> times, List<@Nullable Integer> size, List<Double> sent, List<Double> received,
		List<Double> dropped, List<Double> blockedSends, List<Double> failedSends) {

}
