package io.backpressure.channel.spring.monitor;

/**
 * Activity of a channel per second.
 *
 * @param sent values accepted
 * @param received values handed to a receiver
 * @param dropped values dropped
 * @param blockedSends sends that had to wait
 * @param failedSends sends that failed
 * @since 0.1.0
 */
public record Rates(double sent, double received, double dropped, double blockedSends, double failedSends) {

	static final Rates NONE = new Rates(0, 0, 0, 0, 0);

}
