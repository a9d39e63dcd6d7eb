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
 * Decorator that observes the calls of listeners whose channel propagates context. The
 * observation of a call with a single value is a child of the observation in which the
 * value was sent. The id of the listener and the name of the channel become tags of
 * spans, not of meters: both have a high cardinality, because listeners and channels may
 * be created in code.
 *
 * @since 0.1.0
 */
public class ObservedListeners implements ListenerInvokerDecorator, Ordered {

	private final ObservationRegistry observations;

	/**
	 * Create a decorator.
	 * @param observations the registry of the observations
	 */
	public ObservedListeners(ObservationRegistry observations) {
		this.observations = observations;
	}

	@Override
	public ListenerInvoker decorate(ListenerContainer listener, ListenerInvoker invoker) {
		BackpressureChannel<?> channel = listener.channel();
		return (channel instanceof CarriedValue.Carrier carrier && carrier.carriesContext())
				? new Observed(this.observations, listener.id(), channel.name(), invoker) : invoker;
	}

	/**
	 * Return {@code true}: the result is sent within the observation of the call.
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
	 * Listener whose calls are observed.
	 *
	 * @param observations the registry of the observations
	 * @param listener the id of the listener
	 * @param channel the name of its channel
	 * @param invoker the invoker of the listener
	 */
	private record Observed(ObservationRegistry observations, String listener, String channel,
			ListenerInvoker invoker) implements ListenerInvoker {

		@Override
		@SuppressWarnings("NullAway") // a callable may return null
		public @Nullable Object invoke(Object argument) throws Throwable {
			return Observation.createNotStarted("backpressure.listener.call", this.observations)
				.contextualName(this.channel + " process")
				.highCardinalityKeyValue("listener", this.listener)
				.highCardinalityKeyValue("channel", this.channel)
				.observeChecked(() -> this.invoker.invoke(argument));
		}

	}

}
