package io.backpressure.channel.spring.autoconfigure.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.event.ChannelEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners of channel events that send to the channel of the event, or to another
 * channel.
 */
@ExtendWith(OutputCaptureExtension.class)
class NestedEventTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelEventsAutoConfiguration.class))
		.withUserConfiguration(SendingBack.class)
		.withPropertyValues("backpressure.defaults.buffer-size=1", "backpressure.defaults.send-timeout=1ms",
				"backpressure.channels.ping.strategy=block", "backpressure.channels.pong.strategy=block");

	@ParameterizedTest
	@ValueSource(strings = { "block", "drop", "drop-oldest", "error" })
	void listenerThatSendsToSameChannelNestsFourDeep(String strategy, CapturedOutput output) {
		run(strategy, List.of("ping"), output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "block", "drop", "drop-oldest", "error" })
	void listenerThatSendsToOtherChannelNestsFourDeep(String strategy, CapturedOutput output) {
		run(strategy, List.of("ping", "pong"), output);
	}

	private void run(String strategy, List<String> channels, CapturedOutput output) {
		this.runner.withPropertyValues("backpressure.defaults.strategy=" + strategy,
				"backpressure.channels.ping.strategy=" + strategy, "backpressure.channels.pong.strategy=" + strategy)
			.run((context) -> {
				SendingBack listener = context.getBean(SendingBack.class);
				channel(context, "ping").trySend("kept");
				channel(context, "pong").trySend("kept");
				listener.targets = channels.stream().map((name) -> channel(context, name)).toList();
				for (int send = 0; send < 3; send++) {
					try {
						channel(context, "ping").send("too much");
					}
					catch (ChannelException ex) {
						// expected with some strategies
					}
				}
				assertThat(listener.deepest).hasValue(4);
				assertThat(output.getOut().lines().filter((line) -> line.contains("nested more than 4 deep")))
					.hasSizeBetween(1, channels.size());
				assertThat(output.getOut().lines().filter((line) -> line.contains("A listener of")))
					.hasSizeLessThanOrEqualTo(2);
				assertThat(output).doesNotContain("StackOverflowError");
				listener.targets = List.of();
				listener.events.clear();
				channel(context, "ping").close();
				channel(context, "ping").trySend("late");
				assertThat(listener.events).hasSize(1);
			});
	}

	@Test
	void listenerThatKeepsFailingIsLoggedOncePerPeriod(CapturedOutput output) {
		this.runner.withPropertyValues("backpressure.channels.ping.strategy=drop").run((context) -> {
			context.getBean(SendingBack.class).failing = true;
			for (int send = 0; send < 100; send++) {
				channel(context, "ping").trySend(send);
			}
			assertThat(context.getBean(SendingBack.class).events).hasSize(99);
			assertThat(output.getOut().lines().filter((line) -> line.contains("A listener of ChannelDropEvent[ping]")))
				.hasSize(1);
		});
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Object> channel(ApplicationContext context, String name) {
		return context.getBean(name, BackpressureChannel.class);
	}

	/**
	 * Event listener that sends to one of its target channels on every event. Nested
	 * calls take the targets in turn.
	 */
	@Configuration(proxyBeanMethods = false)
	static class SendingBack {

		private final List<ChannelEvent> events = new CopyOnWriteArrayList<>();

		private final AtomicInteger deepest = new AtomicInteger();

		private List<BackpressureChannel<Object>> targets = List.of();

		private boolean failing;

		private int depth;

		@EventListener
		void on(ChannelEvent event) throws InterruptedException {
			this.events.add(event);
			if (this.failing) {
				throw new IllegalStateException("on purpose");
			}
			if (!this.targets.isEmpty()) {
				this.depth++;
				this.deepest.accumulateAndGet(this.depth, Math::max);
				try {
					this.targets.get(this.depth % this.targets.size()).send("again");
				}
				finally {
					this.depth--;
				}
			}
		}

	}

}
