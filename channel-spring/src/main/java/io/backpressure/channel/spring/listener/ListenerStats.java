package io.backpressure.channel.spring.listener;

/**
 * The account of a listener, in values. Every value that was received is in exactly one
 * of the others: {@code received} is their sum whenever the listener is at rest, and its
 * parts may be a little newer than each other while it works.
 *
 * @param received values taken from the channel, and not given back to it
 * @param processed values that the listener has handled, at once or after repetitions
 * @param recovered values that an error handler has dealt with
 * @param deadLettered values sent to a dead-letter channel
 * @param discarded values that were given up
 * @param undelivered values whose call was interrupted by a stop; they are the first that
 * the listener gets when it is started again, or are handed to an
 * {@link UndeliveredHandler}
 * @param inFlight values that the listener is handling
 */
public record ListenerStats(long received, long processed, long recovered, long deadLettered, long discarded,
		long undelivered, long inFlight) {

}
