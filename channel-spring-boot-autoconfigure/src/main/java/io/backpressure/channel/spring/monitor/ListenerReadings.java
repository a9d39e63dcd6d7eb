package io.backpressure.channel.spring.monitor;

import java.util.Collection;
import java.util.List;

/**
 * Source of what a {@link ChannelMonitor} reads of listeners, so that it does not depend
 * on how they work.
 */
@FunctionalInterface
public interface ListenerReadings {

	/**
	 * Source for an application without listeners.
	 */
	ListenerReadings NONE = List::of;

	/**
	 * Read all listeners. Called on the monitor's thread, a few times a second.
	 * @return the readings, in any order
	 */
	Collection<ListenerReading> read();

}
