package io.backpressure.channel.spring.listener;

import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.event.ChannelEvent;
import org.jspecify.annotations.Nullable;

/**
 * Event published when the application context closes and values are left in a channel,
 * because no listener has handled them within the drain timeout. Published once for each
 * such channel, on the thread that closes the context, while all beans still exist.
 * <p>
 * Also published when a listener is {@linkplain ListenerRegistry#remove removed} while
 * the context runs, for the values that the listener has kept.
 *
 * @since 0.1.0
 */
public final class UndeliveredEvent extends ChannelEvent {

	private static final long serialVersionUID = 1L;

	/** Sorted ids of the listeners of the channel. */
	private final String[] listenerIds;

	/** Number of values that no listener will receive. */
	private final long undelivered;

	/** Number of values that a listener is still handling. */
	private final long inFlight;

	/**
	 * Create an event for a channel.
	 * @param channel the channel
	 * @param listenerIds the ids of the listeners of the channel; empty if it has none
	 * @param undelivered the number of values that are left
	 * @param inFlight the number of values that a listener is still handling
	 */
	public UndeliveredEvent(BackpressureChannel<?> channel, List<String> listenerIds, long undelivered, long inFlight) {
		super(channel);
		this.listenerIds = listenerIds.toArray(String[]::new);
		this.undelivered = undelivered;
		this.inFlight = inFlight;
	}

	/**
	 * Return the id of the only listener of the channel.
	 * @return the id; {@code null} if the channel has no listener or several
	 */
	public @Nullable String getListenerId() {
		return (this.listenerIds.length == 1) ? this.listenerIds[0] : null;
	}

	/**
	 * Return the ids of the listeners of the channel.
	 * @return the ids, sorted; empty if it has none
	 */
	public List<String> getListenerIds() {
		return List.of(this.listenerIds);
	}

	/**
	 * Return the number of values that no listener will receive: those in the buffer, and
	 * those that a listener had received but not handled when it stopped.
	 * @return the number of values
	 */
	public long getUndelivered() {
		return this.undelivered;
	}

	/**
	 * Return the number of values that listeners are still handling, although their
	 * threads were interrupted. They are not passed to an {@link UndeliveredHandler}.
	 * @return the number of values
	 */
	public long getInFlight() {
		return this.inFlight;
	}

}
