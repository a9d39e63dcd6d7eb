package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.support.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Components of a listener other than its method and its channel.
 *
 * @param settings its settings
 * @param stopTimeout the time that a stop waits for values in flight
 * @param executor the executor that starts its threads
 * @param next the channel for its results, or {@code null}
 * @param decorators the decorators of its calls, the outermost first
 * @param retries the retry of failed calls
 * @param errorHandler the handler for values that it cannot handle
 * @param events the publisher of its events
 * @param log the log of its failures
 * @param growthWatch the check that adds threads
 * @param time the source of time for its waits
 */
record ListenerComponents(ListenerSettings settings, Duration stopTimeout, Executor executor,
		@Nullable BackpressureChannel<Object> next, List<ListenerInvokerDecorator> decorators, Retries retries,
		ListenerErrorHandler errorHandler, GuardedPublisher events, FailureLog log, GrowthWatch growthWatch,
		TimeSource time) {

	/** Check the components when the listener starts, before its threads begin. */
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
	 * Invoker that sends results to a channel.
	 *
	 * @param invoker the invoker whose results are sent
	 * @param next the channel to send to
	 * @param split whether to send each element of a result
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
			else {
				send(result);
			}
			return result;
		}

		private void send(@Nullable Object value) throws InterruptedException {
			try {
				if (value != null) {
					this.next.send(value);
				}
			}
			catch (ChannelClosedException ex) {
				throw new ClosedTargetException(this.next.name(), "results", ex);
			}
		}

	}

}
