package io.backpressure.channel.spring.listener;

/**
 * Counts of the values of a listener. Every received value is in exactly one of the other
 * counts, so {@code received} is the sum of the others whenever no value is being
 * handled. At other times, some counts may be slightly newer than others.
 *
 * @param received values taken from the channel and not given back to it
 * @param processed values that the listener has handled, with or without retries
 * @param recovered values that an error handler has handled
 * @param deadLettered values sent to a dead-letter channel
 * @param discarded values that were discarded
 * @param undelivered values received but not handled when the listener stopped; the
 * listener handles them first when it is started again, or an {@link UndeliveredHandler}
 * receives them
 * @param inFlight values that the listener is handling
 * @since 0.1.0
 */
public record ListenerStats(long received, long processed, long recovered, long deadLettered, long discarded,
		long undelivered, long inFlight) {

}
