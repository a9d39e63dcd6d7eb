package io.backpressure.channel.spring.autoconfigure.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelBuilderCustomizer;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.event.ChannelDropEvent;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Propagation of the context of a sender to the listener, with a real tracer.
 */
class ContextPropagationTests {

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	private final Spans spans = new Spans();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class,
				ChannelEventsAutoConfiguration.class, ChannelObservationAutoConfiguration.class,
				ObservationAutoConfiguration.class, MicrometerTracingAutoConfiguration.class,
				BraveAutoConfiguration.class))
		.withPropertyValues("backpressure.channels.orders.type=java.lang.Integer",
				"backpressure.channels.orders.propagate-context=true",
				"backpressure.channels.next.type=java.lang.Integer",
				"backpressure.channels.next.propagate-context=true", "management.tracing.sampling.probability=1")
		.withBean("spans", SpanHandler.class, () -> this.spans)
		.withBean("tenant", ThreadLocalAccessor.class, Tenant::new)
		.withBean(Stages.class);

	@Test
	void spansOfPipelineAreChildrenOfSenderSpans() {
		this.runner.run((context) -> {
			ObservationRegistry observations = context.getBean(ObservationRegistry.class);
			BackpressureChannel<Integer> orders = orders(context.getBean(ChannelRegistry.class));
			Observation.createNotStarted("request", observations).observeChecked(() -> orders.send(1));
			this.spans.await(3);
			MutableSpan request = this.spans.named("request");
			MutableSpan first = this.spans.named("orders process");
			MutableSpan second = this.spans.named("next process");
			assertThat(first.parentId()).isEqualTo(request.id());
			assertThat(second.parentId()).isEqualTo(first.id());
			assertThat(second.traceId()).isEqualTo(first.traceId()).isEqualTo(request.traceId());
			assertThat(first.tags()).containsEntry("listener", "first").containsEntry("channel", "orders");
			assertThat(context.getBean(Tracing.class)).isNotNull();
		});
	}

	@Test
	void listenerSeesThreadLocalsAndMdcOfSenderOnlyInCall() {
		this.runner.run((context) -> {
			BackpressureChannel<Integer> orders = orders(context.getBean(ChannelRegistry.class));
			Stages stages = context.getBean(Stages.class);
			TENANT.set("blue");
			MDC.put("request", "42");
			try {
				orders.send(1);
			}
			finally {
				TENANT.remove();
				MDC.clear();
			}
			orders.send(2);
			Awaitility.await().until(() -> stages.seen.containsKey(12));
			assertThat(stages.seen).containsEntry(1, "blue 42")
				.containsEntry(11, "blue 42")
				.containsEntry(2, "null null")
				.containsEntry(12, "null null");
		});
	}

	@Test
	void forEachRunsInTheContextOfTheSender() {
		this.runner.withPropertyValues("backpressure.listener.defaults.auto-startup=false").run((context) -> {
			BackpressureChannel<Integer> orders = orders(context.getBean(ChannelRegistry.class));
			TENANT.set("green");
			orders.send(1);
			TENANT.remove();
			orders.close();
			orders.forEach((value) -> assertThat(TENANT.get()).isEqualTo("green"));
			assertThat(TENANT.get()).isNull();
		});
	}

	@Test
	void receiversCallbacksAndEventsGetValueWithoutContext() {
		List<Object> dropped = new CopyOnWriteArrayList<>();
		List<Object> published = new CopyOnWriteArrayList<>();
		this.runner
			.withPropertyValues("backpressure.listener.defaults.auto-startup=false",
					"backpressure.channels.orders.buffer-size=3", "backpressure.channels.orders.strategy=drop-oldest")
			.withBean(ChannelBuilderCustomizer.class, () -> (name, builder) -> builder.onDrop(dropped::add))
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof ChannelDropEvent drop) {
					published.add(drop.getValue());
				}
			}))
			.run((context) -> {
				BackpressureChannel<Integer> orders = orders(context.getBean(ChannelRegistry.class));
				for (int value = 0; value < 5; value++) {
					orders.trySend(value);
				}
				assertThat(dropped).containsExactly(0, 1);
				assertThat(published).containsExactly(0, 1);
				assertThat(orders.receive()).isEqualTo(2);
				assertThat(orders.tryReceive()).isEqualTo(3);
				assertThat(orders.receiveBatch(5, Duration.ZERO)).containsExactly(4);
				assertThat(orders.tryReceive()).isNull();
			});
	}

	@Test
	void failedValueContainsValueWithoutContext() {
		this.runner
			.withPropertyValues("backpressure.channels.dead.buffer-size=5",
					"backpressure.listener.listeners.first.dead-letter=dead")
			.run((context) -> {
				ChannelRegistry channels = context.getBean(ChannelRegistry.class);
				orders(channels).send(13);
				FailedValue failed = (FailedValue) channels.get("dead").receive();
				assertThat(failed.value()).isEqualTo(13);
			});
	}

	@Test
	void missingLibraryFailsStartupAndIsNamed() {
		this.runner.withClassLoader(new FilteredClassLoader(ContextSnapshotFactory.class))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("backpressure.channels.orders.propagate-context")
				.hasStackTraceContaining("Add io.micrometer:context-propagation."));
	}

	private static BackpressureChannel<Integer> orders(ChannelRegistry channels) {
		return channels.get("orders", Integer.class);
	}

	static class Stages {

		final Map<Integer, String> seen = new ConcurrentHashMap<>();

		@ChannelListener(id = "first", channel = "orders", sendTo = "next")
		Integer first(Integer value) {
			if (value == 13) {
				throw new IllegalStateException("no");
			}
			see(value);
			return value + 10;
		}

		@ChannelListener(id = "second", channel = "next")
		void second(Integer value) {
			see(value);
		}

		private void see(Integer value) {
			this.seen.put(value, TENANT.get() + " " + MDC.get("request"));
		}

	}

	static class Tenant implements ThreadLocalAccessor<String> {

		@Override
		public Object key() {
			return "tenant";
		}

		@Override
		public String getValue() {
			return TENANT.get();
		}

		@Override
		public void setValue(String value) {
			TENANT.set(value);
		}

		@Override
		public void setValue() {
			TENANT.remove();
		}

	}

	static class Spans extends SpanHandler {

		private final List<MutableSpan> finished = new CopyOnWriteArrayList<>();

		@Override
		public boolean end(TraceContext context, MutableSpan span, Cause cause) {
			this.finished.add(new MutableSpan(span));
			return true;
		}

		void await(int count) {
			Awaitility.await().until(() -> this.finished.size() >= count);
		}

		MutableSpan named(String name) {
			return this.finished.stream().filter((span) -> span.name().equals(name)).findFirst().orElseThrow();
		}

	}

}
