package io.backpressure.channel.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerInvoker;
import io.backpressure.channel.spring.listener.ListenerInvokerDecorator;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Times every call of every listener, and binds what else is known of them to meters. All
 * are there from the start, but those of exceptions that have not been thrown yet.
 */
public final class ListenerMeters implements ListenerInvokerDecorator, Ordered {

	private static final String PREFIX = "backpressure.listener";

	private final MeterRegistry registry;

	private final ChannelTags channelTags;

	/**
	 * Create the meters of listeners.
	 * @param registry where they are registered
	 * @param channelTags the further tags, by the channel of a listener
	 */
	public ListenerMeters(MeterRegistry registry, ChannelTags channelTags) {
		this.registry = registry;
		this.channelTags = channelTags;
	}

	@Override
	public ListenerInvoker decorate(ListenerContainer listener, ListenerInvoker invoker) {
		gauge(listener, "concurrency.active", "Threads that are handling a value or a batch",
				ListenerContainer::activeThreads);
		gauge(listener, "concurrency.current", "Threads of the listener", ListenerContainer::threads);
		gauge(listener, "concurrency.configured", "Threads to which the listener may grow",
				(it) -> it.concurrency().max());
		counter(listener, "processed", ListenerStats::processed);
		counter(listener, "recovered", ListenerStats::recovered);
		counter(listener, "dead-lettered", ListenerStats::deadLettered);
		counter(listener, "discarded", ListenerStats::discarded);
		return new Timed(this.registry, tags(listener), invoker);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	private void gauge(ListenerContainer listener, String name, String description,
			ToDoubleFunction<ListenerContainer> value) {
		Gauge.builder(PREFIX + "." + name, listener, value)
			.tags(tags(listener))
			.description(description)
			.register(this.registry);
	}

	private void counter(ListenerContainer listener, String outcome, ToLongFunction<ListenerStats> count) {
		FunctionCounter.builder(PREFIX + ".values", listener, (it) -> count.applyAsLong(it.stats()))
			.tags(tags(listener))
			.tag("outcome", outcome)
			.baseUnit("messages")
			.description("What has become of the values that the listener received")
			.register(this.registry);
	}

	private Tags tags(ListenerContainer listener) {
		return Tags.of("listener", listener.id(), "channel", listener.channelName())
			.and(this.channelTags.of(listener.channelName()));
	}

	/** A listener with its timers, of which each exception has its own. */
	private static final class Timed implements ListenerInvoker {

		private final MeterRegistry registry;

		private final Tags tags;

		private final ListenerInvoker invoker;

		private final Timer success;

		private final Map<Class<?>, Timer> failures = new ConcurrentHashMap<>();

		Timed(MeterRegistry registry, Tags tags, ListenerInvoker invoker) {
			this.registry = registry;
			this.tags = tags;
			this.invoker = invoker;
			this.success = timer("success", "none");
			// so that a rate of failures is there before the first
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
				this.failures.computeIfAbsent(ex.getClass(), (type) -> timer("failure", type.getSimpleName()))
					.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
				throw ex;
			}
		}

		private Timer timer(String result, String exception) {
			return Timer.builder(PREFIX)
				.tags(this.tags)
				.tags("result", result, "exception", exception)
				.description("Calls of the listener")
				.register(this.registry);
		}

	}

}
