package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.metrics.ChannelMetricsAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerHandler;
import io.backpressure.channel.spring.listener.ListenerInvoker;
import io.backpressure.channel.spring.listener.ListenerInvokerDecorator;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.Poll;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Listeners that are removed, explicitly or because their channel is closed.
 */
class ListenerRemovalTests {

	private static final List<String> UNDELIVERED = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class,
				ChannelMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(Recorder.class)
		.withBean(Annotated.class)
		.withBean(UndeliveredHandler.class,
				() -> (channel, values) -> values.forEach((value) -> UNDELIVERED.add(channel + ": " + value)))
		.withPropertyValues("backpressure.channels.orders.type=java.lang.Integer",
				"backpressure.listener.drain-timeout=200ms");

	@BeforeEach
	void forget() {
		UNDELIVERED.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "annotated", "coded" })
	void removedListenerFreesItsIdAndMeters(String id) {
		this.runner.run((context) -> {
			ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
			listen(context, "coded", "orders", (value) -> {
			}).start();
			ListenerContainer removed = listeners.get(id);
			assertThat(listeners.remove(id)).isTrue();
			assertThat(removed.isRunning()).isFalse();
			assertThat(listeners.ids()).doesNotContain(id).hasSize(1);
			assertThat(listeners.ofChannel("orders")).hasSize(1);
			assertThat(context.getBean(MeterRegistry.class).find("backpressure.listener").tag("listener", id).meters())
				.isEmpty();
			assertThat(listeners.remove(id)).isFalse();
			assertThatIllegalStateException().isThrownBy(removed::start)
				.withMessageContaining("'" + id + "'")
				.withMessageContaining("create another one");
			assertThat(listen(context, id, "orders", (value) -> {
			})).isSameAs(listeners.get(id));
			assertThat(context.getBean(Recorder.class).removed).containsExactly(id);
		});
	}

	@Test
	void valuesOfARemovedListenerAreReported() {
		this.runner.run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			CountDownLatch called = new CountDownLatch(1);
			listen(context, "hanging", "late", (value) -> {
				called.countDown();
				new CountDownLatch(1).await();
			}).start();
			channel(context, "late").send(7);
			called.await();
			assertThat(context.getBean(ListenerRegistry.class).remove("hanging")).isTrue();
			Awaitility.await().until(() -> UNDELIVERED.equals(List.of("late: 7")));
			context.close();
			assertThat(UNDELIVERED).hasSize(1);
			assertThat(recorder.removed).filteredOn("hanging"::equals).hasSize(1);
		});
	}

	@Test
	void listenerMayRemoveItself() {
		this.runner.run((context) -> {
			ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
			ListenerContainer listener = listen(context, "once", "late", (value) -> listeners.remove("once"));
			listener.start();
			channel(context, "late").send(1);
			Awaitility.await().until(() -> context.getBean(Recorder.class).removed.contains("once"));
			assertThat(listener.stats().processed()).isEqualTo(1);
			assertThat(listeners.find("once")).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "running", "batch", "stopped", "never started", "started late" })
	void closedChannelRemovesItsListener(String state) {
		this.runner.run((context) -> {
			ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
			BackpressureChannel<Integer> late = channel(context, "late");
			ListenerContainer listener = state.equals("batch") ? context.getBean(ListenerContainerFactory.class)
				.createBatch("late", "late", Integer.class, (values) -> {
				}, ListenerOptions.NONE) : listen(context, "late", "late", (value) -> {
				});
			if (!state.equals("never started") && !state.equals("started late")) {
				listener.start();
			}
			if (state.equals("stopped")) {
				listener.stop();
			}
			late.send(1);
			late.close();
			Awaitility.await().until(() -> listeners.find("late").isEmpty());
			Awaitility.await().until(() -> context.getBean(Recorder.class).removed.contains("late"));
			assertThat(listener.stats().processed())
				.isEqualTo((state.equals("running") || state.equals("batch")) ? 1 : 0);
			if (state.equals("started late")) {
				listener.start(); // drains the closed channel
				Awaitility.await().until(() -> listener.stats().processed() == 1 && listeners.find("late").isEmpty());
			}
			channel(context, "orders").close();
			Awaitility.await().until(() -> !listeners.get("annotated").isRunning());
			assertThat(listeners.ids()).containsExactly("annotated");
		});
	}

	@Test
	void sameNamesCanBeUsedAgainAtOnce() {
		this.runner.run((context) -> {
			ExecutorService tenants = Executors.newFixedThreadPool(4);
			List<Future<?>> rounds = new ArrayList<>();
			for (int tenant = 0; tenant < 4; tenant++) {
				String name = "tenant-" + tenant;
				rounds.add(tenants.submit(() -> {
					for (int round = 0; round < 100; round++) {
						BackpressureChannel<Integer> channel = channel(context, name);
						ListenerContainer listener = listen(context, name, name, (value) -> {
						});
						listener.start();
						channel.send(round);
						channel.close();
						Poll.until(() -> listener.stats().processed() == 1);
					}
					return null;
				}));
			}
			for (Future<?> round : rounds) {
				round.get();
			}
			tenants.shutdown();
			ListenerRegistry listeners = context.getBean(ListenerRegistry.class);
			Awaitility.await().until(() -> listeners.ids().size() == 1);
			Awaitility.await().until(() -> context.getBean(Recorder.class).removed.size() == 400);
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> meter.getId().toString().contains("tenant"));
		});
	}

	@Test
	void closingContextWaitsForReplacedListener() {
		this.runner.withPropertyValues("backpressure.listener.drain-timeout=20s").run((context) -> {
			CountDownLatch called = new CountDownLatch(1);
			CountDownLatch release = new CountDownLatch(1);
			BackpressureChannel<Integer> first = channel(context, "tenant");
			ListenerContainer old = listen(context, "tenant", "tenant", (value) -> {
				called.countDown();
				release.await();
			});
			old.start();
			first.send(1);
			called.await();
			first.close();
			BackpressureChannel<Integer> second = channel(context, "tenant");
			ListenerContainer next = listen(context, "tenant", "tenant", (value) -> release.countDown());
			next.start();
			assertThat(context.getBean(ListenerRegistry.class).get("tenant")).isSameAs(next);
			second.send(2);
			context.close();
			assertThat(old.stats().processed()).isEqualTo(1);
			assertThat(next.stats().processed()).isEqualTo(1);
			assertThat(UNDELIVERED).isEmpty();
		});
	}

	@Test
	void listenerOfAnOpenChannelKeepsItsId() {
		this.runner.run((context) -> {
			listen(context, "late", "late", (value) -> {
			});
			assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> listen(context, "late", "late", (value) -> {
			}))).hasMessageContaining("'late'").hasMessageContaining("same id");
		});
	}

	@Test
	void contextStartDrainsClosedChannel() {
		this.runner.withBean(Early.class).run((context) -> {
			Awaitility.await().until(() -> context.getBean(Early.class).values.equals(List.of(1, 2)));
			Awaitility.await().until(() -> !context.getBean(ListenerRegistry.class).ids().contains("early"));
		});
	}

	@Test
	void closedChannelIsDrainedAfterAPause() {
		this.runner.run((context) -> {
			BackpressureChannel<Integer> late = channel(context, "late");
			ListenerContainer listener = listen(context, "late", "late", (value) -> {
			});
			listener.start();
			context.stop();
			late.send(1);
			late.close();
			context.start();
			Awaitility.await().until(() -> listener.stats().processed() == 1);
			Awaitility.await().until(() -> context.getBean(ListenerRegistry.class).find("late").isEmpty());
		});
	}

	@Test
	void removalDuringAPauseDoesNotFailTheNextStart() {
		this.runner.run((context) -> {
			context.stop();
			assertThat(context.getBean(ListenerRegistry.class).remove("annotated")).isTrue();
			context.start();
			assertThat(context.isRunning()).isTrue();
		});
	}

	@Test
	void contextCloseCallsRemovedOncePerListener() {
		this.runner.run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			listen(context, "late", "late", (value) -> {
			}).start();
			context.close();
			assertThat(recorder.removed).containsExactlyInAnyOrder("annotated", "late");
		});
	}

	private static ListenerContainer listen(ApplicationContext context, String id, String channel,
			ListenerHandler<Integer> handler) {
		channel(context, channel);
		return context.getBean(ListenerContainerFactory.class)
			.create(id, channel, Integer.class, handler, ListenerOptions.NONE);
	}

	private static BackpressureChannel<Integer> channel(ApplicationContext context, String name) {
		ChannelRegistry channels = context.getBean(ChannelRegistry.class);
		return channels.find(name).isPresent() ? channels.get(name, Integer.class)
				: channels.create(name, Integer.class, (builder) -> builder.bufferSize(10));
	}

	static class Recorder implements ListenerInvokerDecorator {

		private final List<String> removed = new CopyOnWriteArrayList<>();

		@Override
		public ListenerInvoker decorate(ListenerContainer listener, ListenerInvoker invoker) {
			return invoker;
		}

		@Override
		public void removed(ListenerContainer listener) {
			this.removed.add(listener.id());
		}

	}

	static class Annotated {

		@ChannelListener(id = "annotated", channel = "orders")
		void handle(Integer value) {
		}

	}

	/**
	 * Bean that creates a channel with a listener, sends values and closes the channel
	 * before the context starts the listener.
	 */
	static class Early implements InitializingBean {

		private final List<Integer> values = new CopyOnWriteArrayList<>();

		private final ChannelRegistry channels;

		private final ListenerContainerFactory listeners;

		Early(ChannelRegistry channels, ListenerContainerFactory listeners) {
			this.channels = channels;
			this.listeners = listeners;
		}

		@Override
		public void afterPropertiesSet() throws InterruptedException {
			BackpressureChannel<Integer> channel = this.channels.create("early", Integer.class,
					(builder) -> builder.bufferSize(2));
			this.listeners.create("early", "early", Integer.class, this.values::add, ListenerOptions.NONE);
			channel.send(1);
			channel.send(2);
			channel.close();
		}

	}

}
