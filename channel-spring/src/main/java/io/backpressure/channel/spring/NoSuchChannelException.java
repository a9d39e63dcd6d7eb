package io.backpressure.channel.spring;

import java.util.Collection;
import java.util.List;

/**
 * Exception thrown when no channel of the application context has the requested name.
 *
 * @since 0.1.0
 */
public final class NoSuchChannelException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Requested name. */
	private final String channelName;

	/**
	 * Create an exception for a name.
	 * @param channelName the requested name
	 * @param names the names of the existing channels
	 */
	public NoSuchChannelException(String channelName, Collection<String> names) {
		super("There is no channel '" + channelName + "'. "
				+ (names.isEmpty() ? "No channel is declared." : "The channels are " + List.copyOf(names) + ".")
				+ " Declare the missing one as backpressure.channels." + channelName);
		this.channelName = channelName;
	}

	/**
	 * Return the name that was requested.
	 * @return the name
	 */
	public String channelName() {
		return this.channelName;
	}

}
