package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.Poll;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pause and restart of an application context, as by the context cache of Spring's tests.
 */
@Timeout(180)
class ContextPauseTests {

	private final Received<Integer> reported = new Received<>();

	private final ApplicationContextRunner orders = ListenerContext.with("orders")
		.withBean(Stepwise.class)
		.withPropertyValues("backpressure.channels.orders.buffer-size=5")
		.withBean("undelivered", UndeliveredHandler.class,
				() -> (channel, values) -> values.forEach((value) -> this.reported.add((Integer) value)));

	@ParameterizedTest
	@EnumSource
	void everyValueIsHandledAcrossPauses(Pause pause) {
		this.orders.run((context) -> {
			Stepwise stepwise = context.getBean(Stepwise.class);
			stepwise.steps.release(9);
			for (int round = 0; round < 3; round++) {
				ChannelListenerTests.send(context, "orders", 3 * round, 3 * round + 1);
				pause.pause(source(context));
				ChannelListenerTests.send(context, "orders", 3 * round + 2);
				pause.resume(source(context));
				stepwise.handled.await(3 * round + 3);
			}
			assertThat(stepwise.handled.values()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
			assertThat(this.reported.values()).isEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource
	void pauseDoesNotWaitForCallsNorInterruptThem(Pause pause) {
		this.orders.withPropertyValues("backpressure.listener.drain-timeout=29s").run((context) -> {
			Stepwise stepwise = context.getBean(Stepwise.class);
			ChannelListenerTests.send(context, "orders", 1, 2);
			stepwise.begun.await(1);
			pause.pause(source(context));
			assertThat(stepwise.handled.values()).isEmpty();
			assertThat(listener(context).isRunning()).isFalse();
			stepwise.steps.release(1);
			assertThat(stepwise.handled.await(1)).containsExactly(1);
			assertThat(channel(context).size()).isEqualTo(1);
			pause.resume(source(context));
			stepwise.steps.release(1);
			assertThat(stepwise.handled.await(2)).containsExactly(1, 2);
		});
	}

	@Test
	void explicitlyStoppedListenerStaysStopped() {
		this.orders.run((context) -> {
			listener(context).stop();
			source(context).stop();
			source(context).start();
			assertThat(listener(context).isRunning()).isFalse();
		});
	}

	@ParameterizedTest
	@EnumSource
	void senderOfPausedContextWaitsUntilItResumes(Pause pause) {
		this.orders.run((context) -> {
			Stepwise stepwise = context.getBean(Stepwise.class);
			pause.pause(source(context));
			LateSenders.Sender sender = new LateSenders.Sender(channel(context));
			CompletableFuture<Void> sent = CompletableFuture.runAsync(sender::sendMany);
			Poll.until(() -> channel(context).waitingSenders() == 1);
			pause.resume(source(context));
			stepwise.steps.release(20);
			sent.join();
			assertThat(stepwise.handled.await(20)).isEqualTo(sender.accepted.values());
		});
	}

	@ParameterizedTest
	@EnumSource
	void closeOfPausedContextFailsWaitingSender(Pause pause) {
		this.orders.run((context) -> {
			pause.pause(source(context));
			LateSenders.Sender sender = new LateSenders.Sender(channel(context));
			CompletableFuture<Void> sent = CompletableFuture.runAsync(sender::sendUntilFailure);
			Poll.until(() -> channel(context).waitingSenders() == 1);
			context.close();
			sent.join();
			assertThat(sender.failures.values()).singleElement().isInstanceOf(ChannelClosedException.class);
			assertThat(this.reported.values()).isEqualTo(sender.accepted.values()).hasSize(5);
		});
	}

	@ParameterizedTest
	@EnumSource
	void closeOfPausedContextFinishesRunningCall(Pause pause) {
		this.orders.run((context) -> {
			Stepwise stepwise = context.getBean(Stepwise.class);
			ChannelListenerTests.send(context, "orders", 1, 2, 3);
			stepwise.begun.await(1);
			pause.pause(source(context));
			Thread closing = new Thread(context::close);
			closing.start();
			Poll.until(() -> source(context).isClosed());
			stepwise.steps.release(1);
			closing.join();
			assertThat(stepwise.handled.values()).containsExactly(1);
			assertThat(this.reported.values()).containsExactly(2, 3);
		});
	}

	private static ConfigurableApplicationContext source(AssertableApplicationContext context) {
		return context.getSourceApplicationContext(ConfigurableApplicationContext.class);
	}

	private static ListenerContainer listener(ApplicationContext context) {
		return context.getBean(ListenerRegistry.class).get("stepwise");
	}

	private static BackpressureChannel<Integer> channel(ApplicationContext context) {
		return context.getBean(ChannelRegistry.class).get("orders", Integer.class);
	}

	/** Ways to pause a context. */
	enum Pause {

		/** Stops all lifecycle beans. */
		STOP {

			@Override
			void pause(ConfigurableApplicationContext context) {
				context.stop();
			}

			@Override
			void resume(ConfigurableApplicationContext context) {
				context.start();
			}

		},

		/** Stops the pauseable lifecycle beans, as the context cache does. */
		PAUSE {

			@Override
			void pause(ConfigurableApplicationContext context) {
				context.pause();
			}

			@Override
			void resume(ConfigurableApplicationContext context) {
				context.restart();
			}

		};

		abstract void pause(ConfigurableApplicationContext context);

		abstract void resume(ConfigurableApplicationContext context);

	}

	/** Listener that needs a permit for each value. */
	static class Stepwise {

		final Received<Integer> begun = new Received<>();

		final Received<Integer> handled = new Received<>();

		final Semaphore steps = new Semaphore(0);

		@ChannelListener(id = "stepwise", channel = "orders")
		void handle(Integer value) throws InterruptedException {
			this.begun.add(value);
			this.steps.acquire();
			this.handled.add(value);
		}

	}

}
