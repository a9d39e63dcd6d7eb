package io.backpressure.channel.spring.autoconfigure.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.actuate.BackpressureEndpoint;
import io.backpressure.channel.spring.actuate.ChannelDescriptor;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.actuate.BackpressureEndpointAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.health.ChannelHealthContributorAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.metrics.ChannelMetricsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Answers;
import org.mockito.Mockito;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that a test replaces: a mocked channel or registry is ignored, and any other
 * replacement is used like the original.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReplacedChannelTests {

	private static final Received<Integer> received = new Received<>();

	@AfterEach
	void forget() {
		received.clear();
	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(
			properties = { "backpressure.channels.orders.type=int", "management.endpoints.web.exposure.include=*" })
	class Mocked {

		@MockitoBean
		private BackpressureChannel<Integer> orders;

		@Autowired
		private ChannelRegistry channels;

		@Autowired
		private ListenerRegistry listeners;

		@Autowired
		private MeterRegistry meters;

		@Autowired
		private BackpressureEndpoint endpoint;

		@Test
		void isIgnored() throws Exception {
			this.orders.send(1);
			Mockito.verify(this.orders).send(1);
			Mockito.verifyNoMoreInteractions(this.orders);
			assertThat(this.channels.names()).containsExactly("orders");
			assertThat(this.channels.get("orders", Integer.class)).isSameAs(this.orders);
			assertThat(this.meters.find("backpressure.channel.sent").counters()).isEmpty();
			assertThat(this.endpoint.channels().channels()).isEmpty();
		}

		@Test
		void hasListenersThatDoNotRun() {
			assertThat(this.listeners.ids()).containsExactly("handler-on");
			assertThat(this.listeners.get("handler-on").isRunning()).isFalse();
			assertThat(this.listeners.get("handler-on").channelName()).isEqualTo("orders");
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = "backpressure.channels.orders.type=int")
	class MockedWithSmartNulls {

		@MockitoBean(answers = Answers.RETURNS_SMART_NULLS)
		private BackpressureChannel<Integer> orders;

		@Test
		void isIgnored() {
			Mockito.verifyNoInteractions(this.orders);
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = "backpressure.channels.orders.type=int")
	class Spied {

		@MockitoSpyBean("orders")
		private BackpressureChannel<Integer> orders;

		@Autowired
		private MeterRegistry meters;

		@Test
		void isListenedTo() throws Exception {
			this.orders.send(1);
			assertThat(received.await(1)).containsExactly(1);
			Mockito.verify(this.orders).send(1);
			assertThat(this.meters.get("backpressure.channel.sent").tag("channel", "orders").functionCounter().count())
				.isEqualTo(1);
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(
			properties = { "backpressure.channels.orders.type=int", "management.endpoints.web.exposure.include=*" })
	class Replaced {

		@TestBean
		private BackpressureChannel<Integer> orders;

		@Autowired
		private ChannelRegistry channels;

		@Autowired
		private MeterRegistry meters;

		@Autowired
		private BackpressureEndpoint endpoint;

		@Test
		void isListenedToAndMeasured() throws Exception {
			this.orders.send(1);
			assertThat(received.await(1)).containsExactly(1);
			assertThat(this.orders.name()).isEqualTo("orders");
			assertThat(this.channels.get("orders")).isSameAs(this.orders);
			assertThat(this.meters.get("backpressure.channel.sent").tag("channel", "orders").functionCounter().count())
				.isEqualTo(1);
			assertThat(this.endpoint.channels().channels()).extracting(ChannelDescriptor::name)
				.containsExactly("orders");
		}

		static BackpressureChannel<Integer> orders() {
			return BackpressureChannel.create(7);
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = { "backpressure.channels.orders.type=int",
			"backpressure.listener.listeners.handler-on.concurrency=2" })
	class MockedRegistry {

		@MockitoBean
		private ChannelRegistry channels;

		@Autowired
		private ListenerRegistry listeners;

		@Autowired
		private BackpressureChannel<Integer> orders;

		@Test
		void hasNoListeners() {
			assertThat(this.listeners.ids()).isEmpty();
			assertThat(this.orders.trySend(1)).isEqualTo(SendResult.SENT);
			Mockito.verifyNoInteractions(this.channels);
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = "backpressure.channels.orders.type=int")
	class SpiedRegistry {

		@MockitoSpyBean
		private ChannelRegistry channels;

		@Test
		void hasListeners() throws Exception {
			this.channels.get("orders", Integer.class).send(1);
			assertThat(received.await(1)).containsExactly(1);
			Mockito.verify(this.channels).get("orders", Integer.class);
		}

	}

	@Nested
	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = "backpressure.channels.orders.type=int")
	class MockedListener {

		@MockitoBean
		private Handler handler;

		@Autowired
		private BackpressureChannel<Integer> orders;

		@Test
		void isCalled() throws Exception {
			this.orders.send(1);
			Mockito.verify(this.handler, Mockito.timeout(20_000)).on(1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class,
			ChannelEventsAutoConfiguration.class, ChannelMonitorAutoConfiguration.class, MetricsAutoConfiguration.class,
			ChannelMetricsAutoConfiguration.class, ChannelHealthContributorAutoConfiguration.class,
			BackpressureEndpointAutoConfiguration.class })
	static class Application {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	static class Handler {

		@ChannelListener("orders")
		void on(Integer value) {
			received.add(value);
		}

	}

}
