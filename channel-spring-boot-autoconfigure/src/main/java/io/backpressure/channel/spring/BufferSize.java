package io.backpressure.channel.spring;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelStats;
import org.jspecify.annotations.Nullable;

/**
 * How many values a channel holds, for those who only want to know: a channel that is not
 * in this JVM may be out of reach, and then nobody knows.
 */
public final class BufferSize {

	private BufferSize() {
	}

	/**
	 * Return the size of a channel.
	 * @param channel the channel
	 * @return its size, or {@code null} if it cannot be reached
	 */
	public static @Nullable Integer of(BackpressureChannel<?> channel) {
		try {
			return channel.size();
		}
		catch (ChannelException ex) {
			return null;
		}
	}

	/**
	 * Return the size that a channel had when its statistics were read, without asking it
	 * again.
	 * @param channel the channel
	 * @param stats its statistics
	 * @return its size, or {@code null} if it could not be reached
	 */
	public static @Nullable Integer of(BackpressureChannel<?> channel, ChannelStats stats) {
		double utilization = stats.bufferUtilization();
		return Double.isNaN(utilization) ? null : Integer.valueOf((int) Math.round(utilization * channel.capacity()));
	}

}
