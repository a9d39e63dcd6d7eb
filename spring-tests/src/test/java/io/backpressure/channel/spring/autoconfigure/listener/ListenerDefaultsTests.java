package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.List;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Defaults of listeners, and properties for listeners or channels that do not exist.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerDefaultsTests {

	private final ApplicationContextRunner runner = ListenerContext.with("orders", "batches", "results")
		.withBean("handler", Handler.class);

	@Test
	void batchDefaultsDoNotApplyToSingleValues() {
		this.runner
			.withPropertyValues("backpressure.listener.defaults.batch-size=50",
					"backpressure.listener.defaults.batch-timeout=1ms")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void defaultTargetAppliesOnlyToListenersWithResult() {
		this.runner.withPropertyValues("backpressure.listener.defaults.send-to=results").run((context) -> {
			assertThat(context).hasNotFailed();
			channel(context.getBean("orders", BackpressureChannel.class)).send(1);
			assertThat(context.getBean(Handler.class).results.receive()).isEqualTo(2);
		});
	}

	@Test
	void defaultTargetDoesNotApplyToListenerOfThatChannel() {
		ListenerContext.with("orders")
			.withBean(Sender.class)
			.withPropertyValues("backpressure.listener.defaults.send-to=orders",
					"backpressure.listener.defaults.dead-letter=orders",
					"backpressure.channels.orders.type=java.lang.Object")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void inapplicableListenerSettingFailsStartup() {
		for (String section : List.of("listeners.single", "channels.orders")) {
			this.runner.withPropertyValues("backpressure.listener." + section + ".batch-size=50")
				.run((context) -> assertThat(context).getFailure()
					.hasMessageContaining("has a batch size but takes a single value"));
		}
		this.runner.withPropertyValues("backpressure.listener.listeners.batch.send-to=results")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("but returns nothing"));
	}

	@Test
	void nameWithDotIsConfiguredInBrackets() {
		for (String name : List.of("listeners[single.value]", "channels[orders.eu]")) {
			ListenerContext.with("results")
				.withBean("orders.eu", BackpressureChannel.class, () -> BackpressureChannel.create(1))
				.withBean(DottedNames.class)
				.withPropertyValues("backpressure.listener." + name + ".auto-startup=false")
				.run((context) -> assertThat(context.getBean(ListenerRegistry.class).get("single.value").isRunning())
					.isFalse());
		}
	}

	@Test
	void misspeltIdFailsStartup() {
		this.runner.withPropertyValues("backpressure.listener.listeners.singel.concurrency=2")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Property: backpressure.listener.listeners.singel.concurrency")
				.hasMessageContaining("Origin:")
				.hasMessageContaining("There is no listener 'singel'. Did you mean 'single'?"));
	}

	@Test
	void misspeltChannelFailsStartup() {
		this.runner.withPropertyValues("backpressure.listener.channels.ordres.concurrency=2")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("There is no channel 'ordres'. Did you mean 'orders'?"));
	}

	@Test
	void unknownNameWithoutLikelyTypoCausesWarning(CapturedOutput output) {
		this.runner
			.withPropertyValues("backpressure.listener.listeners.nightly-run.concurrency=2",
					"backpressure.listener.listeners.single.concurrency=1",
					"backpressure.listener.listeners.singles.concurrency=1",
					"backpressure.listener.listeners.batch2.concurrency=1",
					"backpressure.listener.channels.tenant-7.concurrency=2")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("There is no listener 'nightly-run'.")
			.contains("There is no listener 'singles'. Did you mean 'single'?")
			.contains("There is no listener 'batch2'.")
			.contains("There is no channel 'tenant-7'.")
			.contains("The settings apply only if the listener is created in code later.")
			.contains("The settings apply only if the channel is created in code later.");
	}

	@Test
	void configuredNameIsCheckedOnceAcrossRestarts(CapturedOutput output) {
		this.runner.withPropertyValues("backpressure.listener.listeners.nightly-run.concurrency=2").run((context) -> {
			context.getSourceApplicationContext().stop();
			context.getSourceApplicationContext().start();
			assertThat(context.getBean(ListenerRegistry.class).get("single").isRunning()).isTrue();
		});
		assertThat(output.getOut().split("There is no listener 'nightly-run'", -1)).hasSize(2);
	}

	@SuppressWarnings("unchecked") // ListenerContext declares channels of integers
	private static BackpressureChannel<Integer> channel(BackpressureChannel<?> channel) {
		return (BackpressureChannel<Integer>) channel;
	}

	static class Handler {

		private final BackpressureChannel<Integer> results;

		Handler(BackpressureChannel<Integer> results) {
			this.results = results;
		}

		@ChannelListener(id = "single", channel = "orders")
		Integer single(Integer value) {
			return value + 1;
		}

		@ChannelListener(id = "batch", channel = "batches")
		void batch(List<Integer> values) {
		}

	}

	static class DottedNames {

		@ChannelListener(id = "single.value", channel = "orders.eu")
		void on(Object value) {
		}

	}

	static class Sender {

		@ChannelListener(id = "sender", channel = "orders")
		Object on(Object value) {
			return value;
		}

	}

}
