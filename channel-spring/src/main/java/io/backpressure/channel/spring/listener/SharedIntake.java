package io.backpressure.channel.spring.listener;

import java.util.Objects;

import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.Received;
import io.backpressure.channel.SharedChannel;
import org.jspecify.annotations.Nullable;

/**
 * Access to a channel that other JVMs share. A value in flight is the {@link Received}
 * message, or a {@link Read} after the message has been read.
 *
 * @param channel the channel
 */
record SharedIntake(SharedChannel<?> channel) implements Intake {

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public ChannelReceiver<?> receiver() {
		return this.channel.acknowledging();
	}

	@Override
	public @Nullable Object poll(ChannelReceiver<?> receiver) {
		return null; // a receive makes the same call to the transport
	}

	@Override
	public @Nullable Throwable read(ValuesInFlight inFlight, int index) {
		Read read = read((Received<?>) Objects.requireNonNull(inFlight.get(index)));
		inFlight.set(index, read);
		return read.unfit();
	}

	private Read read(Received<?> received) {
		try {
			Object value = received.value();
			boolean tooMany = received.deliveries() > received.maxDeliveries();
			return new Read(received, value, tooMany ? new TooManyDeliveriesException(this.channel.name(),
					received.deliveries(), received.maxDeliveries()) : null);
		}
		catch (Throwable ex) { // every failure affects this value alone
			return new Read(received, (ex instanceof UnreadableValue unreadable) ? unreadable.bytes() : ex, ex);
		}
	}

	@Override
	public @Nullable Object value(Object inFlight) {
		return (inFlight instanceof Read read) ? read.value() : null;
	}

	@Override
	public void acknowledge(Object inFlight) {
		uninterrupted(received(inFlight)::acknowledge);
	}

	/**
	 * Give a value back to the channel; the value then counts as if it had not been
	 * received.
	 */
	@Override
	public void giveBack(Object inFlight, ListenerCounters counters, FailureLog log) {
		counters.released();
		try {
			uninterrupted(received(inFlight)::release);
		}
		catch (Throwable ex) {
			log.error("could not give a value back to channel '%s', which redelivers it later", null, ex);
		}
	}

	private static Received<?> received(Object inFlight) {
		return (inFlight instanceof Read read) ? read.received() : (Received<?>) inFlight;
	}

	/**
	 * Run a step with the interrupt status cleared, and restore the status afterwards:
	 * the interrupt is meant for the listener, not for the transport.
	 */
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

	/**
	 * Received message that has been read.
	 *
	 * @param received the received message
	 * @param value the value, or its replacement if the value cannot be read
	 * @param unfit the reason not to call the listener with the value, or {@code null}
	 */
	private record Read(Received<?> received, Object value, @Nullable Throwable unfit) {

	}

}
