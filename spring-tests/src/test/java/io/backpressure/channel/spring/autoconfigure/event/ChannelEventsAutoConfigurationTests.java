package io.backpressure.channel.spring.autoconfigure.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelFullException;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.Sources;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.event.ChannelBlockEvent;
import io.backpressure.channel.spring.event.ChannelDropEvent;
import io.backpressure.channel.spring.event.ChannelErrorEvent;
import io.backpressure.channel.spring.event.ChannelEvent;
import io.backpressure.channel.spring.event.ChannelEventPublisher;
import io.backpressure.channel.spring.event.ChannelSummaryEvent;
import io.backpressure.channel.spring.event.SummaryEventPublisher;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Application events about channels.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChannelEventsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelEventsAutoConfiguration.class))
		.withUserConfiguration(Listener.class)
		.withPropertyValues("backpressure.defaults.buffer-size=1", "backpressure.channels.newest.strategy=drop-oldest",
				"backpressure.channels.drop.strategy=drop", "backpressure.channels.error.strategy=error",
				"backpressure.channels.block.send-timeout=1ms");

	@Test
	void dropBlockAndErrorArePublishedOnSendingThread() {
		this.runner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			channel(context, "drop").send("kept");
			channel(context, "drop").send("dropped");
			channel(context, "newest").send("old");
			channel(context, "newest").trySend("new");
			channel(context, "error").send("kept");
			assertThatExceptionOfType(ChannelFullException.class)
				.isThrownBy(() -> channel(context, "error").send("no"));
			assertThat(channel(context, "error").trySend("no")).isEqualTo(SendResult.FULL);
			channel(context, "block").send("kept");
			assertThatExceptionOfType(ChannelTimeoutException.class)
				.isThrownBy(() -> channel(context, "block").send("no"));
			assertThat(listener.events).extracting(ChannelEvent::toString)
				.containsExactly("ChannelDropEvent[drop]", "ChannelDropEvent[newest]", "ChannelErrorEvent[error]",
						"ChannelErrorEvent[error]", "ChannelBlockEvent[block]", "ChannelErrorEvent[block]");
			assertThat(listener.events.get(0)).isInstanceOfSatisfying(ChannelDropEvent.class,
					(event) -> assertThat(event.getValue()).isEqualTo("dropped"));
			assertThat(listener.events.get(1)).isInstanceOfSatisfying(ChannelDropEvent.class, (event) -> {
				assertThat(event.getValue()).isEqualTo("old");
				assertThat(event.getChannelName()).isEqualTo("newest");
				assertThat(event.getSource()).isSameAs(channel(context, "newest"));
			});
			assertThat(listener.events.get(2)).isInstanceOfSatisfying(ChannelErrorEvent.class,
					(event) -> assertThat(event.getError()).isInstanceOf(ChannelFullException.class));
			assertThat(listener.events.get(4)).isInstanceOf(ChannelBlockEvent.class);
			assertThat(listener.threads).containsOnly(Thread.currentThread());
		});
	}

	@Test
	void expiredValueIsPublishedAsDrop() {
		this.runner.withPropertyValues("backpressure.channels.block.max-age=1ms").run((context) -> {
			Listener listener = context.getBean(Listener.class);
			channel(context, "block").send("old");
			Awaitility.await().until(() -> !listener.events.isEmpty());
			assertThat(listener.events).singleElement()
				.isInstanceOfSatisfying(ChannelDropEvent.class,
						(event) -> assertThat(event.getValue()).isEqualTo("old"));
			assertThat(channel(context, "block").stats().droppedCount()).isOne();
		});
	}

	@Test
	void channelsDefinedInCodeHaveEvents() {
		this.runner.withUserConfiguration(OwnChannel.class).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			BackpressureChannel<Object> late = context.getBean(ChannelRegistry.class)
				.create("late", Object.class, (builder) -> builder.strategy(BackpressureStrategy.DROP));
			for (BackpressureChannel<Object> channel : List.of(late, channel(context, "own"))) {
				channel.send(1);
				channel.send(2);
			}
			assertThat(listener.events).extracting(ChannelEvent::getChannelName).containsExactly("late", "mine");
		});
	}

	@Test
	void failingEventListenerIsLoggedWithoutValue(CapturedOutput output) {
		this.runner.run((context) -> {
			context.getBean(Listener.class).failing = true;
			BackpressureChannel<Object> drop = channel(context, "drop");
			drop.send("kept");
			assertThat(drop.trySend("secret")).isEqualTo(SendResult.DROPPED);
			assertThat(output).contains("A listener of ChannelDropEvent[drop] failed")
				.contains("listener failed")
				.doesNotContain("secret");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"summary \"", "\" summary\"", "SUMMARY", "Summary" })
	void modeIgnoresCaseAndBlanks(String mode) {
		this.runner.withInitializer(Sources.yaml("backpressure.events.mode: " + mode)).run((context) -> {
			assertThat(context).hasSingleBean(SummaryEventPublisher.class);
			assertThat(context).doesNotHaveBean(ChannelEventPublisher.class);
		});
	}

	@Test
	void summaryCountsSinceLastSummary() {
		this.runner.withPropertyValues("backpressure.events.mode=summary", "backpressure.events.summary-interval=20ms")
			.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				for (int value = 0; value < 101; value++) {
					channel(context, "drop").trySend(value);
				}
				Awaitility.await().untilAsserted(() -> assertThat(listener.drops()).isEqualTo(100));
				assertThat(listener.events).hasOnlyElementsOfType(ChannelSummaryEvent.class)
					.extracting(ChannelEvent::getChannelName)
					.containsOnly("drop");
				assertThat(listener.threads).noneMatch(Thread.currentThread()::equals);
			});
	}

	@Test
	void closingContextPublishesLastSummary() {
		this.runner.withPropertyValues("backpressure.events.mode=summary", "backpressure.events.summary-interval=1h")
			.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				channel(context, "drop").trySend(1);
				channel(context, "drop").trySend(2);
				assertThat(listener.events).isEmpty();
				context.getSourceApplicationContext().close();
				assertThat(listener.drops()).isEqualTo(1);
			});
	}

	@Test
	void modeOffPublishesNoEvents() {
		this.runner.withPropertyValues("backpressure.events.mode=off").run((context) -> {
			channel(context, "drop").trySend(1);
			channel(context, "drop").trySend(2);
			assertThat(context.getBean(Listener.class).events).isEmpty();
		});
	}

	@Test
	void channelThatOutlivesContextPublishesNoEvents() {
		this.runner.withUserConfiguration(LongLived.class).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			BackpressureChannel<Object> longLived = channel(context, "longLived");
			longLived.trySend(1);
			context.getSourceApplicationContext().close();
			assertThat(longLived.trySend(2)).isEqualTo(SendResult.DROPPED);
			assertThat(listener.events).isEmpty();
		});
	}

	@Test
	void summaryIntervalMustBePositive() {
		this.runner.withPropertyValues("backpressure.events.summary-interval=0s")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("backpressure.events.summary-interval"));
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Object> channel(ApplicationContext context, String name) {
		return context.getBean(name, BackpressureChannel.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		private final List<ChannelEvent> events = new CopyOnWriteArrayList<>();

		private final List<Thread> threads = new CopyOnWriteArrayList<>();

		private volatile boolean failing;

		@EventListener
		void on(ChannelEvent event) {
			this.events.add(event);
			this.threads.add(Thread.currentThread());
			if (this.failing) {
				throw new IllegalStateException("listener failed");
			}
		}

		long drops() {
			return this.events.stream().mapToLong((event) -> ((ChannelSummaryEvent) event).getDropCount()).sum();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChannel {

		@Bean
		BackpressureChannel<Object> own() {
			return BackpressureChannel.builder().name("mine").bufferSize(1).strategy(BackpressureStrategy.DROP).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LongLived {

		@Bean(destroyMethod = "")
		BackpressureChannel<Object> longLived() {
			return BackpressureChannel.builder().bufferSize(1).strategy(BackpressureStrategy.DROP).build();
		}

	}

}
