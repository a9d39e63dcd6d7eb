package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Channels that are closed at the end of an application context, and channels that stay
 * open.
 */
@Timeout(180)
class ContextEndScopeTests {

	private final List<Object> reported = new ArrayList<>();

	private final ApplicationContextRunner parent = ListenerContext.with()
		.withUserConfiguration(Orders.class)
		.withBean("undelivered", UndeliveredHandler.class, () -> (channel, values) -> this.reported.addAll(values));

	private final ApplicationContextRunner child = ListenerContext.with("own")
		.withPropertyValues("backpressure.listener.drain-timeout=19s");

	@Test
	void childLeavesTheChannelsOfItsParentOpen() {
		this.parent.run((outer) -> {
			ChannelListenerTests.send(outer, "orders", 1);
			this.child.withParent(outer).run((inner) -> {
				ChannelListenerTests.send(inner, "own", 2);
				BackpressureChannel<?> own = (BackpressureChannel<?>) inner.getBean("own");
				inner.close();
				assertThat(own.isClosed()).isTrue();
			});
			assertThat(((BackpressureChannel<?>) outer.getBean("orders")).isClosed()).isFalse();
			assertThat(this.reported).containsExactly(2);
			outer.close();
			assertThat(this.reported).containsExactly(2, 1);
		});
	}

	@Test
	void childListenerDoesNotDrainTheChannelOfItsParent() {
		Received<Integer> handled = new Received<>();
		this.parent.run((outer) -> {
			LateSenders.Sender sender = new LateSenders.Sender(
					outer.getBean(ChannelRegistry.class).get("orders", Integer.class));
			Thread sending = new Thread(sender::sendUntilFailure);
			this.child.withParent(outer).withBean(Handler.class, () -> new Handler(handled)).run((inner) -> {
				sending.start();
				handled.await(10);
				inner.close();
			});
			assertThat(sender.failures.values()).isEmpty();
			outer.close();
			sending.join();
			List<Object> known = new ArrayList<>(handled.values());
			known.addAll(this.reported);
			assertThat(known).containsExactlyElementsOf(sender.accepted.values());
		});
	}

	@Test
	void sendFromChildFailsAfterItsParentIsClosed() {
		this.parent.run((outer) -> this.child.withParent(outer).run((inner) -> {
			BackpressureChannel<Integer> orders = orders(inner.getBean(ChannelRegistry.class));
			LateSenders.Sender sender = new LateSenders.Sender(orders);
			Thread sending = new Thread(sender::sendUntilFailure);
			sending.start();
			sender.accepted.await(3);
			outer.close();
			sending.join();
			assertThat(sender.failures.values()).singleElement().isInstanceOf(ChannelClosedException.class);
			assertThat(this.reported).isEqualTo(sender.accepted.values());
			inner.close();
		}));
	}

	@Test
	void channelThatTheContextDoesNotDestroyStaysOpen() {
		BackpressureChannel<Integer> kept = BackpressureChannel.<Integer>builder().name("kept").bufferSize(3).build();
		Kept.channel = kept;
		for (int round = 0; round < 2; round++) {
			this.parent.withUserConfiguration(Kept.class).run((context) -> {
				assertThat(context.getBean("kept")).isSameAs(kept);
				kept.trySend(1);
				context.close();
			});
		}
		assertThat(kept.isClosed()).isFalse();
		assertThat(kept.size()).isEqualTo(2);
		assertThat(this.reported).isEmpty();
	}

	@Test
	void channelRegisteredAsSingletonStaysOpen() {
		BackpressureChannel<Integer> kept = BackpressureChannel.<Integer>builder().name("kept").bufferSize(3).build();
		this.parent.withInitializer((context) -> context.getBeanFactory().registerSingleton("kept", kept))
			.run((context) -> {
				assertThat(context.getBean(ChannelRegistry.class).get("kept")).isSameAs(kept);
				context.close();
			});
		assertThat(kept.isClosed()).isFalse();
	}

	@Test
	void channelCreatedDuringDestructionIsClosedAtOnce() {
		Received<Object> results = new Received<>();
		this.parent.withUserConfiguration(LateCreator.class).run((context) -> {
			context.getBean(LateCreator.class).results = results;
			context.close();
			assertThat(results.values()).containsExactly(SendResult.CLOSED);
		});
	}

	@Test
	void receivingThreadOfTheApplicationDrainsItsChannel() {
		Received<Integer> received = new Received<>();
		ListenerContext.with("orders")
			.withBean("undelivered", UndeliveredHandler.class, () -> (channel, values) -> this.reported.addAll(values))
			.run((context) -> {
				BackpressureChannel<Integer> orders = orders(context.getBean(ChannelRegistry.class));
				Thread receiving = new Thread(() -> {
					try {
						orders.forEach((value) -> {
							try {
								TimeUnit.MILLISECONDS.sleep(5);
							}
							catch (InterruptedException ex) {
								Thread.currentThread().interrupt();
							}
							received.add(value);
						});
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				});
				receiving.start();
				for (int value = 0; value < 100; value++) {
					orders.send(value);
				}
				received.await(1);
				context.close();
				receiving.join();
				assertThat(received.values()).hasSize(100);
				assertThat(this.reported).isEmpty();
			});
	}

	@Test
	void valueLeftByStoppedReceiverIsReported() {
		this.parent.withPropertyValues("backpressure.listener.drain-timeout=19s").run((context) -> {
			BackpressureChannel<Integer> orders = orders(context.getBean(ChannelRegistry.class));
			ChannelListenerTests.send(context, "orders", 1, 2);
			assertThat(orders.tryReceive()).isEqualTo(1);
			context.close();
			assertThat(this.reported).containsExactly(2);
			assertThatExceptionOfType(ChannelClosedException.class).isThrownBy(orders::tryReceive);
		});
	}

	private static BackpressureChannel<Integer> orders(ChannelRegistry channels) {
		return channels.get("orders", Integer.class);
	}

	/**
	 * Configuration that defines the channel in code. With properties, a child context
	 * would inherit them and declare the channel again.
	 */
	static class Orders {

		@Bean
		BackpressureChannel<Integer> orders() {
			return BackpressureChannel.<Integer>builder().name("orders").bufferSize(3).build();
		}

	}

	record Handler(Received<Integer> handled) {

		@ChannelListener("orders")
		void handle(Integer value) {
			this.handled.add(value);
		}

	}

	static class Kept {

		static BackpressureChannel<Integer> channel;

		@Bean(destroyMethod = "")
		BackpressureChannel<Integer> kept() {
			return channel;
		}

	}

	/** Bean that creates a channel during its destruction. */
	static class LateCreator {

		private final ConfigurableApplicationContext context;

		private final ChannelRegistry channels;

		volatile Received<Object> results;

		LateCreator(ConfigurableApplicationContext context, ChannelRegistry channels) {
			this.context = context;
			this.channels = channels;
		}

		@PreDestroy
		void end() {
			assertThat(this.context.isClosed()).isTrue();
			BackpressureChannel<Integer> late = this.channels.create("late", Integer.class, (settings) -> {
			});
			this.results.add(late.trySend(1));
		}

	}

}
