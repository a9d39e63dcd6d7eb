package io.backpressure.channel;

/**
 * What a channel was built with.
 *
 * @param name the name of the channel
 * @param capacity how many values it holds
 * @param strategy what a send does when it is full
 * @param sendLimit nanoseconds that a send may wait, or {@link WaitLimit#FOREVER}
 * @param receiveLimit nanoseconds that a receive may wait, or {@link WaitLimit#FOREVER}
 * @param measureBufferWait whether to note when each value is accepted
 */
record ChannelSettings(ChannelName name, int capacity, BackpressureStrategy strategy, long sendLimit, long receiveLimit,
		boolean measureBufferWait) {

}
