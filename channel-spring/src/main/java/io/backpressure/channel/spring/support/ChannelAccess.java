package io.backpressure.channel.spring.support;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelStats;
import io.backpressure.channel.SharedChannel;
import org.jspecify.annotations.Nullable;

/**
 * Operations on a channel that differ between a channel in memory and a shared one, whose
 * transport may be unreachable.
 *
 * @since 0.1.0
 */
public final class ChannelAccess {

	private ChannelAccess() {
	}

	private static @Nullable SharedChannel<?> shared(Object channel) {
		return (channel instanceof SharedChannel<?> shared) ? shared : null;
	}

	/**
	 * Return whether other JVMs share a channel.
	 * @param channel the channel, or another bean
	 * @return {@code false} for a channel in memory, and for any other bean
	 */
	public static boolean isShared(Object channel) {
		return shared(channel) != null;
	}

	/**
	 * End the use of a channel by this application: close a channel in memory, or detach
	 * a shared one, which stays open for other JVMs.
	 * @param channel the channel
	 */
	public static void end(BackpressureChannel<?> channel) {
		SharedChannel<?> shared = shared(channel);
		if (shared != null) {
			shared.detach();
		}
		else {
			channel.close();
		}
	}

	/**
	 * Return the size of a channel.
	 * @param channel the channel
	 * @return its size, or {@code null} if it cannot be reached
	 */
	public static @Nullable Integer size(BackpressureChannel<?> channel) {
		try {
			return channel.size();
		}
		catch (ChannelException ex) {
			return null;
		}
	}

	/**
	 * Return the size that a channel had when its statistics were read, without another
	 * call to its transport.
	 * @param channel the channel
	 * @param stats its statistics
	 * @return its size, at most its capacity; {@code null} if it could not be reached
	 */
	public static @Nullable Integer size(BackpressureChannel<?> channel, ChannelStats stats) {
		double utilization = stats.bufferUtilization();
		return Double.isNaN(utilization) ? null : Integer.valueOf((int) Math.round(utilization * channel.capacity()));
	}

	/**
	 * Return the totals over all JVMs that share a channel. Calls the transport.
	 * @param channel the channel
	 * @return the totals, or {@code null} for a channel in memory
	 * @throws ChannelException if the transport cannot be reached
	 */
	public static SharedChannel.@Nullable Totals totals(BackpressureChannel<?> channel) {
		SharedChannel<?> shared = shared(channel);
		return (shared != null) ? shared.totals() : null;
	}

	/**
	 * Return the reason why the transport of a channel rejects this JVM. Does not call
	 * the transport.
	 * @param channel the channel
	 * @return the reason, or {@code null} if the transport does not reject this JVM or
	 * the channel is in memory
	 */
	public static @Nullable String refusal(BackpressureChannel<?> channel) {
		SharedChannel<?> shared = shared(channel);
		return (shared != null) ? shared.refusal() : null;
	}

}
