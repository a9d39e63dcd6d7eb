package io.backpressure.channel;

import java.lang.System.Logger.Level;

import org.jspecify.annotations.Nullable;

/**
 * Logging that never throws: a failing logger or appender affects neither a call nor its
 * value.
 */
final class GuardedLog {

	private GuardedLog() {
	}

	/**
	 * Log an event of a channel.
	 * @param level the level
	 * @param channel the name of the channel, or {@code null} if the event concerns none
	 * @param event what has happened, for the message
	 * @param thrown the cause
	 */
	static void log(Level level, @Nullable ChannelName channel, String event, Throwable thrown) {
		try {
			StackReserve.checkForLog();
			Class<?> source = (channel != null) ? BackpressureChannel.class : CancellationToken.class;
			String message = (channel != null) ? "Channel '" + channel + "': " + event : event;
			System.getLogger(source.getName()).log(level, message, thrown);
		}
		catch (Throwable ex) {
			// no stack left for the log, or it fails, which cannot be reported
		}
	}

}
