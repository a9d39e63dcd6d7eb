package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.listener.UndeliveredHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Receivers that are not listeners. They drain their channels when an application context
 * closes.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(180)
class ReceiverDrainTests {

	private final Map<String, List<Object>> handedOver = new LinkedHashMap<>();

	private final ApplicationContextRunner channels = ListenerContext.with("orders", "others")
		.withPropertyValues("backpressure.listener.drain-timeout=100ms");

	private final ApplicationContextRunner kept = this.channels.withBean(UndeliveredHandler.class, () -> this::keep);

	private void keep(String channel, List<?> values) {
		this.handedOver.computeIfAbsent(channel, (name) -> new ArrayList<>()).addAll(values);
	}

	@Test
	void receiverInLowerPhaseReceivesRemainingValues(CapturedOutput output) {
		Received<Object> received = new Received<>();
		this.kept.withBean(LateReceiver.class, () -> new LateReceiver(received)).run((context) -> {
			ChannelListenerTests.send(context, "orders", 1, 2, 3);
			context.getBean(LateReceiver.class).channel = (BackpressureChannel<?>) context.getBean("orders");
			context.close();
			assertThat(received.values()).containsExactly(1, 2, 3);
			assertThat(this.handedOver).isEmpty();
			assertThat(output).doesNotContain("Undelivered");
		});
	}

	@Test
	void stoppedReceiverDoesNotDelayClose() {
		this.kept
			.withPropertyValues("backpressure.listener.drain-timeout=9m",
					"spring.lifecycle.timeout-per-shutdown-phase=10m")
			.run((context) -> {
				ChannelListenerTests.send(context, "orders", 1, 2, 3);
				BackpressureChannel<?> orders = (BackpressureChannel<?>) context.getBean("orders");
				assertThat(orders.receive()).isEqualTo(1);
				context.close();
				assertThat(this.handedOver).containsExactly(Map.entry("orders", List.of(2, 3)));
			});
	}

	/** Receiver that receives only after the listeners have stopped. */
	static class LateReceiver implements SmartLifecycle {

		private final Received<Object> received;

		volatile BackpressureChannel<?> channel;

		private volatile boolean running;

		LateReceiver(Received<Object> received) {
			this.received = received;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			try {
				this.channel.forEach(this.received::add);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE + 2;
		}

	}

}
