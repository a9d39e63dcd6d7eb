package io.backpressure.channel.redis;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.redis.autoconfigure.RedisTransportAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.TooManyDeliveriesException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for listeners of a channel on Redis.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisListenerTests {

	private final String prefix = "test-" + UUID.randomUUID();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, RedisTransportAutoConfiguration.class,
				ChannelListenerAutoConfiguration.class, DataRedisAutoConfiguration.class,
				JacksonAutoConfiguration.class))
		.withPropertyValues("backpressure.redis.key-prefix=" + this.prefix, "backpressure.redis.command-timeout=20s",
				"backpressure.redis.max-deliveries=2", "spring.data.redis.port=" + TestServer.shared().port(),
				"backpressure.defaults.transport=redis", "backpressure.channels.orders.type=java.lang.Integer",
				"backpressure.channels.orders-dead.type=" + FailedValue.class.getName(),
				"backpressure.listener.channels.orders.dead-letter=orders-dead");

	@Test
	void valueIsAcknowledgedAfterHandlerReturns() {
		this.runner.withBean(Packing.class).run((context) -> {
			SharedChannel<Integer> orders = channel(context, "orders");
			Packing packing = context.getBean(Packing.class);
			packing.hold();
			orders.send(7);
			Awaitility.await().until(() -> packing.begun.contains(7));
			assertThat(orders.totals().unacknowledged()).isEqualTo(1);
			packing.release();
			Awaitility.await().until(() -> orders.totals().unacknowledged() == 0);
			assertThat(packing.done).containsExactly(7);
		});
	}

	@Test
	void failedValueBecomesDeadLetterOnRedis() {
		this.runner.withBean(Packing.class).run((context) -> {
			channel(context, "orders").send(-1);
			FailedValue failed = this.<FailedValue>channel(context, "orders-dead").receive();
			assertThat(failed.value()).hasToString("-1");
			assertThat(failed.cause()).hasMessage("java.lang.IllegalArgumentException: negative");
			Awaitility.await().until(() -> channel(context, "orders").totals().unacknowledged() == 0);
		});
	}

	@Test
	void unreadableValueBecomesDeadLetterWithBytes() {
		this.runner.withBean(Packing.class).run((context) -> {
			inRedis((redis) -> redis.xadd("{" + this.prefix + ":orders}:stream", "v", "no number"));
			channel(context, "orders").send(7);
			FailedValue failed = this.<FailedValue>channel(context, "orders-dead").receive();
			assertThat((byte[]) failed.value()).asString().isEqualTo("no number");
			Awaitility.await().until(() -> context.getBean(Packing.class).done.contains(7));
		});
	}

	@Test
	void valueWithTooManyDeliveriesBecomesDeadLetter() {
		this.runner.run((context) -> {
			SharedChannel<Integer> orders = channel(context, "orders");
			orders.send(7);
			orders.acknowledging().receive();
		});
		this.runner.run((context) -> this.<Integer>channel(context, "orders").acknowledging().receive());
		this.runner.withBean(Packing.class).run((context) -> {
			FailedValue failed = this.<FailedValue>channel(context, "orders-dead").receive();
			assertThat(failed.value()).hasToString("7");
			assertThat(failed.cause()).isInstanceOfSatisfying(RemoteFailure.class,
					(failure) -> assertThat(failure.type()).isEqualTo(TooManyDeliveriesException.class.getName()));
			assertThat(context.getBean(Packing.class).begun).isEmpty();
		});
	}

	@SuppressWarnings("unchecked") // the type declared for the channel
	private <T> SharedChannel<T> channel(BeanFactory context, String name) {
		return (SharedChannel<T>) context.getBean(name, BackpressureChannel.class);
	}

	private static void inRedis(Consumer<RedisCommands<String, String>> action) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + TestServer.shared().port());
		try {
			action.accept(client.connect().sync());
		}
		finally {
			client.shutdown();
		}
	}

	static class Packing {

		private final List<Integer> begun = new CopyOnWriteArrayList<>();

		private final List<Integer> done = new CopyOnWriteArrayList<>();

		private final Semaphore work = new Semaphore(Integer.MAX_VALUE);

		@ChannelListener("orders")
		void pack(Integer order) throws InterruptedException {
			this.begun.add(order);
			this.work.acquire();
			if (order < 0) {
				throw new IllegalArgumentException("negative");
			}
			this.done.add(order);
		}

		void hold() {
			this.work.drainPermits();
		}

		void release() {
			this.work.release(1000);
		}

	}

}
