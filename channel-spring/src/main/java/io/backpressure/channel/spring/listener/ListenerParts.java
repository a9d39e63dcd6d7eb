package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.event.GuardedPublisher;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is made of beside its method and its channel.
 *
 * @param settings its settings
 * @param stopTimeout how long a stop waits for values in hand
 * @param executor what starts its threads
 * @param next where its results are sent, or {@code null}
 * @param decorators who takes part in its calls, the outermost first
 * @param retries how calls are repeated
 * @param errorHandler what becomes of values that it cannot handle
 * @param events what its events are published with
 * @param log where its failures are logged
 * @param growthWatch what lets it grow
 */
record ListenerParts(ListenerSettings settings, Duration stopTimeout, Executor executor,
		@Nullable BackpressureChannel<Object> next, List<ListenerInvokerDecorator> decorators, Retries retries,
		ListenerErrorHandler errorHandler, GuardedPublisher events, FailureLog log, GrowthWatch growthWatch) {

	/** The listener is about to start. */
	void started() {
		if (this.errorHandler instanceof DeadLetterErrorHandler deadLetters) {
			deadLetters.warnIfUnread();
		}
	}

	ListenerInvoker invoker(ListenerContainer listener, ListenerDefinition definition) {
		ListenerInvoker call = decorate(listener, definition.invoker(), false);
		BackpressureChannel<Object> next = this.next;
		ListenerInvoker callAndSend = (next != null) ? new Forwarding(call, next, definition.batch()) : call;
		return decorate(listener, callAndSend, true);
	}

	private ListenerInvoker decorate(ListenerContainer listener, ListenerInvoker invoker, boolean aroundSending) {
		List<ListenerInvokerDecorator> innermostFirst = new ArrayList<>(this.decorators);
		Collections.reverse(innermostFirst);
		ListenerInvoker decorated = invoker;
		for (ListenerInvokerDecorator decorator : innermostFirst) {
			if (decorator.isAroundSending() == aroundSending) {
				decorated = decorator.decorate(listener, decorated);
			}
		}
		return decorated;
	}

	/**
	 * Sends results to a channel.
	 *
	 * @param invoker whose results
	 * @param next to which channel
	 * @param split whether each element of a result is sent
	 */
	private record Forwarding(ListenerInvoker invoker, BackpressureChannel<Object> next,
			boolean split) implements ListenerInvoker {

		@Override
		public @Nullable Object invoke(Object argument) throws Throwable {
			Object result = this.invoker.invoke(argument);
			if (this.split && result instanceof Iterable<?> elements) {
				for (Object element : elements) {
					send(element);
				}
			}
			else if (result != null) {
				send(result);
			}
			return result;
		}

		private void send(Object value) throws InterruptedException {
			try {
				this.next.send(value);
			}
			catch (ChannelClosedException ex) {
				throw new ClosedTargetException(this.next.name(), "results", ex);
			}
		}

	}

}
