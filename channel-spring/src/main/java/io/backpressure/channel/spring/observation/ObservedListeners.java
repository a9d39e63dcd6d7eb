package io.backpressure.channel.spring.observation;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerInvoker;
import io.backpressure.channel.spring.listener.ListenerInvokerDecorator;
import io.backpressure.channel.spring.propagation.CarriedValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Observes the calls of listeners whose channel propagates context: the observation of a
 * call is a child of that in which the value was sent.
 */
public final class ObservedListeners implements ListenerInvokerDecorator, Ordered {

	private final ObservationRegistry observations;

	/**
	 * Create a decorator.
	 * @param observations where observations are made
	 */
	public ObservedListeners(ObservationRegistry observations) {
		this.observations = observations;
	}

	@Override
	public ListenerInvoker decorate(ListenerContainer listener, ListenerInvoker invoker) {
		BackpressureChannel<?> channel = listener.channel();
		return (channel instanceof CarriedValue.Carrier)
				? new Observed(this.observations, listener.id(), channel.name(), invoker) : invoker;
	}

	/**
	 * What the result is sent in is the observation of the call.
	 */
	@Override
	public boolean isAroundSending() {
		return true;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/**
	 * An observed listener.
	 *
	 * @param observations where observations are made
	 * @param listener its id
	 * @param channel its channel
	 * @param invoker what calls it
	 */
	private record Observed(ObservationRegistry observations, String listener, String channel,
			ListenerInvoker invoker) implements ListenerInvoker {

		@Override
		@SuppressWarnings("NullAway") // a callable may return null, which its type does
										// not say
		public @Nullable Object invoke(Object argument) throws Throwable {
			return Observation.createNotStarted("backpressure.listener.call", this.observations)
				.contextualName(this.channel + " process")
				.lowCardinalityKeyValue("listener", this.listener)
				.lowCardinalityKeyValue("channel", this.channel)
				.observeChecked(() -> this.invoker.invoke(argument));
		}

	}

}
