package io.backpressure.channel;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Snapshot of the statistics of a channel since its creation.
 * <p>
 * The counts are exact. The number of buffered values is
 * {@code sendCount - receiveCount - purgedCount} under
 * {@link BackpressureStrategy#BLOCK}, {@link BackpressureStrategy#DROP} and
 * {@link BackpressureStrategy#ERROR}, and
 * {@code sendCount - receiveCount - droppedCount - purgedCount} under
 * {@link BackpressureStrategy#DROP_OLDEST}, with all these counts taken at one moment.
 * With a {@linkplain ChannelBuilder#maxAge maximum age}, {@code droppedCount} also
 * includes values that were accepted and later became too old. Such values are no longer
 * buffered, so the first formula then gives an upper bound. The number of buffered values
 * is never below zero, and exceeds the capacity only for a while after the capacity was
 * reduced. No count ever decreases.
 * <p>
 * Times are exact for every call that waited, for batches received, and for calls of a
 * {@link SharedChannel}. Of the other calls only a sample is timed, since reading the
 * clock costs more than the call. Each sample stands for itself and for the calls up to
 * the next one. A send whose value was not accepted counts only in {@code droppedCount},
 * {@code blockedSends} and {@code failedSends}; a receive that returned nothing is not
 * counted.
 *
 * @param sendCount values accepted into the buffer, including those evicted or too old
 * later
 * @param receiveCount values handed to a receiver
 * @param droppedCount values rejected by {@link BackpressureStrategy#DROP}, evicted by
 * {@link BackpressureStrategy#DROP_OLDEST}, or dropped because of their
 * {@linkplain ChannelBuilder#maxAge age}
 * @param blockedSends sends that had to wait, each counted once, however they ended
 * @param averageSendTime mean time inside a send call whose value was accepted; zero
 * before the first
 * @param averageReceiveTime mean time inside a receive call that returned a value, or a
 * batch of them; zero before the first
 * @param bufferUtilization used fraction of the buffer, from 0.0 to 1.0; {@code NaN} if a
 * shared buffer cannot be reached
 * @param lastSendTime time at which a value was last accepted, accurate to 100
 * milliseconds, or {@code null} before the first
 * @param lastReceiveTime time at which a value was last received, accurate to 100
 * milliseconds, or {@code null} before the first
 * @param receiveCalls receive calls that returned a value or a batch; each batch counts
 * once, so this is at most {@code receiveCount}
 * @param totalSendTime total time inside the sends that {@code averageSendTime} averages;
 * never decreases
 * @param totalReceiveTime total time inside the receive calls that
 * {@code averageReceiveTime} averages; never decreases
 * @param failedSends sends that failed because the channel was full under
 * {@link BackpressureStrategy#ERROR} or closed, that timed out or were cancelled, or that
 * failed in a {@link SharedBuffer}; {@link ChannelBuilder#onError} receives their
 * exceptions
 * @param purgedCount values discarded by {@link BackpressureChannel#purge()}
 * @since 0.1.0
 */
public record ChannelStats(long sendCount, long receiveCount, long droppedCount, long blockedSends,
		Duration averageSendTime, Duration averageReceiveTime, double bufferUtilization, @Nullable Instant lastSendTime,
		@Nullable Instant lastReceiveTime, long receiveCalls, Duration totalSendTime, Duration totalReceiveTime,
		long failedSends, long purgedCount) {

}
