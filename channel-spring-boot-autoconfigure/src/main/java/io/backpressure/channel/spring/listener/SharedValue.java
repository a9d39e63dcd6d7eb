package io.backpressure.channel.spring.listener;

import io.backpressure.channel.Received;
import org.jspecify.annotations.Nullable;

/**
 * A value of a shared channel in the hands of a listener. The channel keeps it until the
 * listener is done with it.
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
		catch (RuntimeException | LinkageError ex) {
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

	void acknowledge() {
		uninterrupted(this.received::acknowledge);
	}

	void release() {
		uninterrupted(this.received::release);
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
