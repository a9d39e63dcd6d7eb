package io.backpressure.channel.spring;

import java.util.Collection;
import java.util.List;

/**
 * A channel was looked up by a name that no channel of the application context has.
 */
public final class NoSuchChannelException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Name that was looked up. */
	private final String channelName;

	/**
	 * Create the exception of a name that no channel has.
	 * @param channelName the name that was looked up
	 * @param names the names that there are
	 */
	public NoSuchChannelException(String channelName, Collection<String> names) {
		super("There is no channel '" + channelName + "'. "
				+ (names.isEmpty() ? "No channel is declared; declare it as "
						: "The channels are " + List.copyOf(names) + "; declare it as ")
				+ "backpressure.channels." + channelName);
		this.channelName = channelName;
	}

	/**
	 * Return the name that was looked up.
	 * @return the name
	 */
	public String channelName() {
		return this.channelName;
	}

}
