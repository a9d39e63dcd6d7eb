package io.backpressure.channel.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerInvoker;
import io.backpressure.channel.spring.listener.ListenerInvokerDecorator;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Meters of listeners: timers of the calls, counts of the values, and numbers of threads.
 * All meters exist from the start, except the timer of an exception, which is created
 * when the exception is first thrown. All meters are removed with the listener. If
 * listeners of several contexts have the same id and channel in one registry, they share
 * their meters, as channels do.
 *
 * @since 0.1.0
 */
public class ListenerMeters implements ListenerInvokerDecorator, Ordered {

	private static final String PREFIX = "backpressure.listener";

	private final MeterRegistry registry;

	private final MeterTags tags;

	private final Map<ListenerContainer, MeterSet> listeners = new ConcurrentHashMap<>();

	/**
	 * Create meters without listeners.
	 * @param registry the registry of the meters
	 * @param channelTags the additional tags for the channel of a listener
	 */
	public ListenerMeters(MeterRegistry registry, ChannelTags channelTags) {
		this.registry = registry;
		this.tags = new MeterTags(channelTags);
	}

	@Override
	public ListenerInvoker decorate(ListenerContainer listener, ListenerInvoker invoker) {
		Tags tags = Tags.of("listener", listener.id(), "channel", listener.channelName());
		MeterSet meters = new MeterSet(this.registry, listener, PREFIX, this.tags.of(tags, listener.channelName()));
		this.listeners.put(listener, meters);
		meters.gauge(".concurrency.active", null, "Threads that are handling a value or a batch",
				listener::activeThreads);
		meters.gauge(".concurrency.current", null, "Threads of the listener", listener::threads);
		meters.gauge(".concurrency.configured", null, "Threads to which the listener may grow",
				() -> listener.concurrency().max());
		outcome(meters, listener, "processed", ListenerStats::processed);
		outcome(meters, listener, "recovered", ListenerStats::recovered);
		outcome(meters, listener, "dead-lettered", ListenerStats::deadLettered);
		outcome(meters, listener, "discarded", ListenerStats::discarded);
		return new Timed(meters, invoker);
	}

	@Override
	public void removed(ListenerContainer listener) {
		MeterSet meters = this.listeners.remove(listener);
		if (meters != null) {
			meters.remove();
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	private static void outcome(MeterSet meters, ListenerContainer listener, String outcome,
			ToLongFunction<ListenerStats> count) {
		meters.counter(".values", Tags.of("outcome", outcome), "messages",
				"Outcomes of the values that the listener has received", () -> count.applyAsLong(listener.stats()));
	}

	/**
	 * Listener with its timers: one for successful calls, and one for each exception
	 * class.
	 */
	private static final class Timed implements ListenerInvoker {

		/**
		 * Largest number of exception classes with a separate timer; all others share
		 * one.
		 */
		private static final int MAX_EXCEPTIONS = 20;

		private final MeterSet meters;

		private final ListenerInvoker invoker;

		private final Timer success;

		/** Timers by the name of the exception class. */
		private final Map<String, Timer> failures = new ConcurrentHashMap<>();

		Timed(MeterSet meters, ListenerInvoker invoker) {
			this.meters = meters;
			this.invoker = invoker;
			this.success = timer("success", "none");
			// so that the rate of failures is defined before the first failure
			timer("failure", "none");
		}

		@Override
		public @Nullable Object invoke(Object argument) throws Throwable {
			long start = System.nanoTime();
			try {
				Object result = this.invoker.invoke(argument);
				this.success.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
				return result;
			}
			catch (Throwable ex) {
				failure(ex.getClass()).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
				throw ex;
			}
		}

		private Timer failure(Class<?> type) {
			String name = name(type);
			Timer known = this.failures.get(name);
			return (known != null) ? known : this.failures.computeIfAbsent(
					(this.failures.size() < MAX_EXCEPTIONS) ? name : "other", (it) -> timer("failure", it));
		}

		private static String name(Class<?> type) {
			String name = type.getSimpleName();
			// an anonymous class has no simple name
			return !name.isEmpty() ? name : type.getName().substring(type.getName().lastIndexOf('.') + 1);
		}

		private Timer timer(String result, String exception) {
			return this.meters.recorder(Timer.builder(PREFIX).description("Calls of the listener"),
					Tags.of("result", result, "exception", exception));
		}

	}

}
