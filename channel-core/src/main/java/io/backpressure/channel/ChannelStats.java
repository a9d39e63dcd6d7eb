package io.backpressure.channel;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot of what a channel has done since it was created.
 * <p>
 * The counts are exact and of one moment: for {@link BackpressureStrategy#BLOCK},
 * {@link BackpressureStrategy#DROP} and {@link BackpressureStrategy#ERROR}
 * {@code sendCount - receiveCount - purgedCount}, and for
 * {@link BackpressureStrategy#DROP_OLDEST}
 * {@code sendCount - receiveCount - droppedCount - purgedCount}, is the number of values
 * that were buffered: never below zero, never above the capacity. No count ever
 * decreases.
 * <p>
 * Times are exact for every call that waited. Of the calls that did not wait only some
 * are timed, since reading a clock costs more than the call, and stand for those before
 * them. Failed calls count nowhere but in {@code droppedCount}, {@code blockedSends} and
 * {@code failedSends}.
 *
 * @param sendCount values accepted into the buffer, also those evicted later
 * @param receiveCount values handed to a receiver
 * @param droppedCount values refused by {@link BackpressureStrategy#DROP} or evicted by
 * {@link BackpressureStrategy#DROP_OLDEST}
 * @param blockedSends sends that had to wait, once each, however they ended
 * @param averageSendTime mean time inside a send call whose value was accepted; zero
 * before the first
 * @param averageReceiveTime mean time inside a receive call that returned a value, or a
 * batch of them; zero before the first
 * @param bufferUtilization how full the buffer is, from 0.0 to 1.0
 * @param lastSendTime when a value was last accepted, to 100 milliseconds, or
 * {@code null} before the first
 * @param lastReceiveTime when a value was last received, to 100 milliseconds, or
 * {@code null} before the first
 * @param receiveCalls receive calls that returned a value or a batch; each batch counts
 * once, so this is at most {@code receiveCount}
 * @param totalSendTime the time inside all sends that {@code averageSendTime} is the mean
 * of; never decreases
 * @param totalReceiveTime the time inside all receive calls that
 * {@code averageReceiveTime} is the mean of; never decreases
 * @param failedSends sends that failed: refused by a full channel of
 * {@link BackpressureStrategy#ERROR}, closed, timed out or cancelled; those that
 * {@link ChannelBuilder#onError} receives
 * @param purgedCount values discarded by {@link BackpressureChannel#purge()}
 */
public record ChannelStats(long sendCount, long receiveCount, long droppedCount, long blockedSends,
		Duration averageSendTime, Duration averageReceiveTime, double bufferUtilization, @Nullable Instant lastSendTime,
		@Nullable Instant lastReceiveTime, long receiveCalls, Duration totalSendTime, Duration totalReceiveTime,
		long failedSends, long purgedCount) {

}
