package io.backpressure.channel;

import java.util.concurrent.Executor;

/**
 * Settings of a channel.
 *
 * @param name the name of the channel
 * @param capacity the number of values that the channel holds at first
 * @param maxCapacity the largest capacity to which the channel can be resized
 * @param strategy the strategy of a send when the channel is full
 * @param sendLimit nanoseconds that a send may wait, or {@link WaitLimit#FOREVER}
 * @param receiveLimit nanoseconds that a receive may wait, or {@link WaitLimit#FOREVER}
 * @param measureBufferWait whether to record when each value is accepted
 * @param maxAge nanoseconds after which a value is dropped instead of received, or
 * {@link WaitLimit#FOREVER}
 * @param executor the executor of asynchronous calls
 */
record ChannelSettings(ChannelName name, int capacity, int maxCapacity, BackpressureStrategy strategy, long sendLimit,
		long receiveLimit, boolean measureBufferWait, long maxAge, Executor executor) {

}
