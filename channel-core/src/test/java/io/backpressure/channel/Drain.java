package io.backpressure.channel;

import java.util.ArrayList;
import java.util.List;

/**
 * Helper that drains channels.
 */
final class Drain {

	private Drain() {
	}

	/** Take the buffered values without waiting, whether the channel is closed or not. */
	static <T> List<T> of(ChannelReceiver<T> channel) {
		List<T> values = new ArrayList<>();
		try {
			for (T value = channel.tryReceive(); value != null; value = channel.tryReceive()) {
				values.add(value);
			}
		}
		catch (ChannelClosedException ex) {
			return values;
		}
		return values;
	}

}
