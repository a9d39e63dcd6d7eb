package io.backpressure.channel.spring.listener;

import io.backpressure.channel.Received;
import org.jspecify.annotations.Nullable;

/**
 * A value of a shared channel in the hands of a listener, read from what was received.
 * The channel keeps it until it is acknowledged or released.
 */
final class SharedValue {

	private final Received<?> received;

	private final Object value;

	private final @Nullable Throwable unfit;

	SharedValue(String channelName, Received<?> received) {
		this.received = received;
		Object value;
		Throwable unfit = null;
		try {
			value = received.value();
			if (received.deliveries() > received.maxDeliveries()) {
				unfit = new TooManyDeliveriesException(channelName, received.deliveries(), received.maxDeliveries());
			}
		}
		catch (Throwable ex) { // whatever it is, it concerns this value alone
			value = (ex instanceof UnreadableValue unreadable) ? unreadable.bytes() : ex;
			unfit = ex;
		}
		this.value = value;
		this.unfit = unfit;
	}

	/** The value, or what stands for it if it cannot be read. */
	Object value() {
		return this.value;
	}

	/** Why the listener is not to be called with it; null if it is. */
	@Nullable Throwable unfit() {
		return this.unfit;
	}

	/** Acknowledge a value in hand, if it is one of a shared channel. */
	static void acknowledge(Object inHand) {
		Received<?> received = received(inHand);
		if (received != null) {
			uninterrupted(received::acknowledge);
		}
	}

	/** Give a value in hand back to its channel, if that is a shared one. */
	static void release(Object inHand) {
		Received<?> received = received(inHand);
		if (received != null) {
			uninterrupted(received::release);
		}
	}

	private static @Nullable Received<?> received(Object inHand) {
		if (inHand instanceof SharedValue shared) {
			return shared.received;
		}
		return (inHand instanceof Received<?> received) ? received : null;
	}

	/** An interrupt was meant for the listener, and not for the transport. */
	private static void uninterrupted(Runnable step) {
		boolean interrupted = Thread.interrupted();
		try {
			step.run();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
