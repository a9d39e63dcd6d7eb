package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.spring.propagation.CarriedValue;
import org.jspecify.annotations.Nullable;

/**
 * Access to a channel in memory. A value in flight is the value itself, or a
 * {@link CarriedValue} if the channel propagates the context of the sender.
 *
 * @param channel the channel
 */
record MemoryIntake(BackpressureChannel<?> channel) implements Intake {

	@Override
	public boolean isShared() {
		return false;
	}

	@Override
	public ChannelReceiver<?> receiver() {
		return CarriedValue.source(this.channel);
	}

	@Override
	public @Nullable Object poll(ChannelReceiver<?> receiver) {
		return receiver.tryReceive();
	}

	@Override
	public @Nullable Throwable read(ValuesInFlight inFlight, int index) {
		return null;
	}

	@Override
	public Object value(Object inFlight) {
		return CarriedValue.unwrap(inFlight);
	}

	@Override
	public void acknowledge(Object inFlight) {
	}

	@Override
	public void giveBack(Object inFlight, ListenerCounters counters, FailureLog log) {
		counters.giveBack(inFlight);
	}

}
