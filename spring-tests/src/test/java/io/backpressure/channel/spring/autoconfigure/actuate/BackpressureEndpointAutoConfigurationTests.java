package io.backpressure.channel.spring.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.spring.ChannelBuilderCustomizer;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.actuate.BackpressureEndpoint;
import io.backpressure.channel.spring.actuate.BackpressureWebEndpointExtension;
import io.backpressure.channel.spring.actuate.ChannelDescriptor;
import io.backpressure.channel.spring.actuate.ChannelDetails;
import io.backpressure.channel.spring.actuate.ChannelSetting;
import io.backpressure.channel.spring.actuate.ListenerDescriptor;
import io.backpressure.channel.spring.actuate.Outcome;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.listener.ChannelListenerAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.monitor.ChannelMonitor;
import io.backpressure.channel.spring.monitor.RecentEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Endpoint of channels, called without HTTP.
 */
class BackpressureEndpointAutoConfigurationTests {

	private static final FilteredClassLoader WITHOUT_ACTUATOR = new FilteredClassLoader(
			(name) -> name.startsWith("org.springframework.boot.actuate.endpoint.")
					|| name.startsWith("org.springframework.boot.health.contributor.")
					|| name.equals(ConditionalOnAvailableEndpoint.class.getName()));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ChannelAutoConfiguration.class, ChannelEventsAutoConfiguration.class,
				ChannelListenerAutoConfiguration.class, ChannelMonitorAutoConfiguration.class,
				BackpressureEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=backpressure",
				"backpressure.channels.orders.type=java.lang.String", "backpressure.channels.orders.buffer-size=4",
				"backpressure.channels.orders.send-timeout=1500ms", "backpressure.defaults.tags.team=shop",
				"backpressure.defaults.strategy=drop-oldest", "backpressure.channels.orders.strategy=block",
				"backpressure.channels.views.health.utilization-above=0.9 for 30s",
				"backpressure.channels.orders.description=Orders to price");

	@Test
	void channelsAreListedByNameWithTheirActivity() {
		this.runner.withUserConfiguration(Listening.class).run((context) -> {
			BackpressureChannel<Object> views = channel(context, "views");
			for (int value = 0; value < 102; value++) {
				views.trySend("a secret");
			}
			channel(context, "mine").close();
			Awaitility.await().until(() -> descriptor(context, "views").rates().dropped() > 0);
			assertThat(context.getBean(BackpressureEndpoint.class).channels().channels())
				.extracting(ChannelDescriptor::name)
				.containsExactly("mine", "orders", "views");
			ChannelDescriptor descriptor = descriptor(context, "views");
			assertThat(descriptor.size()).isEqualTo(100);
			assertThat(descriptor.capacity()).isEqualTo(100);
			assertThat(descriptor.utilization()).isEqualTo(1);
			assertThat(descriptor.strategy()).isEqualTo(BackpressureStrategy.DROP_OLDEST);
			assertThat(descriptor.sent()).isEqualTo(102);
			assertThat(descriptor.dropped()).isEqualTo(2);
			assertThat(descriptor.oldestAgeMillis()).isNull();
			assertThat(descriptor.lastSend()).isNotNull();
			assertThat(descriptor.lastReceive()).isNull();
			assertThat(descriptor.condition().text()).startsWith("drops ");
			assertThat(descriptor.condition().status()).isEqualTo("UP");
			assertThat(descriptor.listeners()).isEmpty();
			Awaitility.await().until(() -> descriptor(context, "orders").waitingReceivers() == 1);
			assertThat(descriptor(context, "orders").listeners()).containsExactly(new ListenerDescriptor("taking",
					ListenerDescriptor.State.RUNNING, 1, 0, 0, 0, 0, 0, 0, null, null, null, null));
			Awaitility.await().until(() -> descriptor(context, "mine").condition().status().equals("DOWN"));
			assertThat(descriptor(context, "mine").condition().text())
				.isEqualTo("closed while the application is running");
			assertThat(context.getBean(BackpressureEndpoint.class).channels().toString()).doesNotContain("secret");
		});
	}

	@Test
	void channelShowsSettingsWithTheirSources() {
		this.runner.withUserConfiguration(Customized.class).run((context) -> {
			ChannelDetails details = details(context, "orders");
			assertThat(details.type()).isEqualTo("java.lang.String");
			assertThat(details.settings().keySet()).containsExactly("description", "buffer-size", "max-buffer-size",
					"strategy", "send-timeout", "receive-timeout", "max-age", "transport", "measure-buffer-wait",
					"propagate-context", "watermark.high", "watermark.low", "watermark.hold",
					"health.utilization-above", "health.stalled-after", "tags.team");
			assertSetting(details, "description", "Orders to price", ChannelSetting.Source.CHANNEL);
			assertSetting(details, "buffer-size", 4, ChannelSetting.Source.CHANNEL);
			assertSetting(details, "max-buffer-size", 4, ChannelSetting.Source.BUILT_IN);
			assertSetting(details, "strategy", "block", ChannelSetting.Source.CHANNEL);
			assertSetting(details, "send-timeout", "1s500ms", ChannelSetting.Source.CHANNEL);
			assertSetting(details, "receive-timeout", "7s", ChannelSetting.Source.CUSTOMIZER);
			assertSetting(details, "max-age", "0s", ChannelSetting.Source.BUILT_IN);
			assertSetting(details, "tags.team", "shop", ChannelSetting.Source.DEFAULTS);
			assertSetting(details, "measure-buffer-wait", false, ChannelSetting.Source.BUILT_IN);
			assertSetting(details, "health.stalled-after", null, ChannelSetting.Source.BUILT_IN);
			assertThat(setting(details, "buffer-size").origin()).contains("backpressure.channels.orders.buffer-size");
			assertSetting(details(context, "views"), "strategy", "drop-oldest", ChannelSetting.Source.DEFAULTS);
			assertSetting(details(context, "views"), "health.utilization-above", "0.9 for 30s",
					ChannelSetting.Source.CHANNEL);
			context.getBean(ChannelRegistry.class).create("later", Integer.class, (builder) -> builder.bufferSize(17));
			assertSetting(details(context, "later"), "buffer-size", 17, ChannelSetting.Source.CODE);
			assertThat(details(context, "later").type()).isEqualTo("java.lang.Integer");
		});
	}

	@Test
	void channelWithMaximumAgeMeasuresBufferWait() {
		this.runner.withPropertyValues("backpressure.channels.orders.max-age=1ms").run((context) -> {
			ChannelDetails details = details(context, "orders");
			assertSetting(details, "max-age", "1ms", ChannelSetting.Source.CHANNEL);
			assertSetting(details, "measure-buffer-wait", true, ChannelSetting.Source.BUILT_IN);
			channel(context, "orders").trySend("old");
			Awaitility.await().until(() -> descriptor(context, "orders").dropped() == 1);
			Awaitility.await()
				.until(() -> details(context, "orders").events()
					.stream()
					.anyMatch((event) -> event.kind() == RecentEvent.Kind.DROPPED));
		});
	}

	@Test
	void recentEventsContainNoValues() {
		this.runner.run((context) -> {
			BackpressureChannel<Object> views = channel(context, "views");
			Awaitility.await().until(() -> context.getBean(ChannelMonitor.class).isRunning());
			for (int value = 0; value < 103; value++) {
				views.trySend("a secret");
			}
			Awaitility.await().until(() -> details(context, "views").events().size() == 2);
			assertThat(details(context, "views").events()).extracting(RecentEvent::kind, RecentEvent::count)
				.hasToString("[(DROPPED, 3L), (OPENED, 1L)]");
			assertThat(details(context, "views").toString()).doesNotContain("secret");
		});
	}

	@Test
	void createdChannelIsRemovedWhenClosedAndDrained() {
		this.runner.run((context) -> {
			BackpressureChannel<Integer> later = context.getBean(ChannelRegistry.class)
				.create("later", Integer.class, (builder) -> builder.bufferSize(1));
			later.trySend(1);
			later.close();
			assertThat(details(context, "later").channel().closed()).isTrue();
			assertThat(descriptor(context, "later").condition().status()).isEqualTo("UP");
			later.tryReceive();
			Awaitility.await().until(() -> context.getBean(BackpressureEndpoint.class).channel("later") == null);
		});
	}

	@Test
	void listenersArePausedAndResumed() {
		this.runner.withUserConfiguration(Listening.class).run((context) -> {
			Outcome outcome = act(context, "orders", "pause", null);
			assertThat(outcome).isEqualTo(new Outcome("orders", "pause", 0, "paused taking"));
			assertThat(descriptor(context, "orders").listeners()).extracting(ListenerDescriptor::state)
				.containsExactly(ListenerDescriptor.State.PAUSED);
			assertThat(act(context, "orders", "pause", null).text()).isEqualTo("taking was paused already");
			assertThat(act(context, "orders", "resume", "taking").text()).isEqualTo("resumed taking");
			assertThat(act(context, "orders", "resume", null).text()).isEqualTo("taking was not paused");
			assertThat(descriptor(context, "orders").listeners()).extracting(ListenerDescriptor::state)
				.containsExactly(ListenerDescriptor.State.RUNNING);
			assertThat(details(context, "orders").events()).extracting(RecentEvent::kind, RecentEvent::detail)
				.hasToString("[(RESUMED, \"listener taking\"), (PAUSED, \"listener taking\"), (OPENED, null)]");
		});
	}

	@Test
	void purgeDiscardsAndCountsBufferedValues() {
		this.runner.run((context) -> {
			channel(context, "orders").trySend("one");
			channel(context, "orders").trySend("two");
			assertThat(act(context, "orders", "purge", null))
				.isEqualTo(new Outcome("orders", "purge", 2, "2 discarded, counted as purged"));
			assertThat(descriptor(context, "orders").purged()).isEqualTo(2);
			assertThat(descriptor(context, "orders").dropped()).isZero();
			assertThat(details(context, "orders").events()).extracting(RecentEvent::kind)
				.contains(RecentEvent.Kind.PURGED);
		});
	}

	@Test
	void channelIsClosedAndDrained() {
		this.runner.withUserConfiguration(Listening.class).run((context) -> {
			channel(context, "views").trySend("left");
			BackpressureEndpoint endpoint = context.getBean(BackpressureEndpoint.class);
			assertThat(endpoint.act("views", "drain", null, "50ms", null))
				.isEqualTo(new Outcome("views", "drain", 1, "closed; 1 left after 50ms"));
			channel(context, "orders").trySend("handled");
			assertThat(endpoint.act("orders", "drain", null, null, null))
				.isEqualTo(new Outcome("orders", "drain", 0, "closed and drained"));
			assertThat(endpoint.act("mine", "close", null, null, null))
				.isEqualTo(new Outcome("mine", "close", 0, "closed; 0 left for receivers"));
			assertThat(endpoint.channels().channels()).allSatisfy((channel) -> assertThat(channel.closed()).isTrue())
				.allSatisfy((channel) -> assertThat(channel.condition().status()).isEqualTo("UP"));
		});
	}

	@Test
	void channelIsResizedWithinItsLimit() {
		this.runner.withPropertyValues("backpressure.channels.orders.max-buffer-size=6").run((context) -> {
			BackpressureEndpoint endpoint = context.getBean(BackpressureEndpoint.class);
			assertThat(endpoint.act("orders", "resize", null, null, "6"))
				.isEqualTo(new Outcome("orders", "resize", 6, "resized from 4 to 6"));
			assertThat(channel(context, "orders").capacity()).isEqualTo(6);
			assertThat(descriptor(context, "orders").capacity()).isEqualTo(6);
			assertThat(details(context, "orders").events()).extracting(RecentEvent::kind, RecentEvent::detail)
				.contains(tuple(RecentEvent.Kind.RESIZED, "from 4 to 6"));
			assertResizeRejected(context, "7", "from 1 to 6, but is 7. The property max-buffer-size");
			assertResizeRejected(context, "0", "from 1 to 6, but is 0");
			assertResizeRejected(context, "many", "'many' is not a buffer size. Write bufferSize, a whole number");
			assertResizeRejected(context, null, "The buffer size is missing. Write bufferSize");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.act("orders", "purge", null, null, "2"))
				.satisfies((ex) -> assertThat(ex.getReason()).contains("use the action 'resize'"));
			assertThat(channel(context, "orders").capacity()).isEqualTo(6);
		});
	}

	private static void assertResizeRejected(ApplicationContext context, String bufferSize, String reason) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(
					() -> context.getBean(BackpressureEndpoint.class).act("orders", "resize", null, null, bufferSize))
			.satisfies((ex) -> assertThat(ex.getReason()).contains(reason));
	}

	@Test
	void invalidRequestIsRejectedWithReason() {
		this.runner.withUserConfiguration(Listening.class).run((context) -> {
			assertRejected(context, "orders", "purg", null, null, "There is no action 'purg'. Did you mean 'purge'?");
			assertRejected(context, "orders", null, null, null,
					"An action is missing. Valid values: pause, resume, purge, close, drain, resize.");
			assertRejected(context, "views", "pause", null, null, "Channel 'views' has no listeners.");
			assertRejected(context, "orders", "pause", "takin", null, "Did you mean 'taking'?");
			assertRejected(context, "orders", "purge", "taking", null, "applies to the whole channel");
			assertRejected(context, "orders", "close", null, "5s", "does not wait");
			assertRejected(context, "orders", "drain", null, "soon", "'soon' is not a duration");
			assertRejected(context, "orders", "drain", null, "1h", "from 0s to 5m");
			assertThat(channel(context, "orders").isClosed()).isFalse();
			assertThat(context.getBean(BackpressureEndpoint.class).act("nothing", "purge", null, null, null)).isNull();
			assertThat(context.getBean(BackpressureEndpoint.class).channel("nothing")).isNull();
		});
	}

	@Test
	void endpointExistsOnlyIfExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(BackpressureEndpoint.class)
				.doesNotHaveBean(BackpressureWebEndpointExtension.class));
		this.runner.withPropertyValues("backpressure.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BackpressureEndpoint.class));
	}

	@Test
	void endpointAndDefaultMonitorNeedActuator() {
		this.runner.withClassLoader(WITHOUT_ACTUATOR)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ChannelRegistry.class)
				.doesNotHaveBean("backpressureEndpoint")
				.doesNotHaveBean(ChannelMonitor.class));
	}

	@Test
	void watermarkCreatesMonitorWithoutActuator() {
		this.runner.withClassLoader(WITHOUT_ACTUATOR)
			.withPropertyValues("backpressure.channels.views.watermark.high=0.8")
			.run((context) -> assertThat(context).hasSingleBean(ChannelMonitor.class));
	}

	private static void assertRejected(ApplicationContext context, String channel, String action, String listener,
			String timeout, String reason) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> context.getBean(BackpressureEndpoint.class).act(channel, action, listener, timeout, null))
			.satisfies((ex) -> assertThat(ex.getReason()).contains(reason));
	}

	private static void assertSetting(ChannelDetails details, String key, Object value, ChannelSetting.Source source) {
		assertThat(setting(details, key).value()).as(key).isEqualTo(value);
		assertThat(setting(details, key).source()).as(key).isEqualTo(source);
	}

	private static ChannelSetting setting(ChannelDetails details, String key) {
		return Objects.requireNonNull(details.settings().get(key));
	}

	private static Outcome act(ApplicationContext context, String channel, String action, String listener)
			throws InterruptedException {
		return context.getBean(BackpressureEndpoint.class).act(channel, action, listener, null, null);
	}

	private static ChannelDetails details(ApplicationContext context, String name) {
		return Objects.requireNonNull(context.getBean(BackpressureEndpoint.class).channel(name));
	}

	private static ChannelDescriptor descriptor(ApplicationContext context, String name) {
		List<ChannelDescriptor> channels = context.getBean(BackpressureEndpoint.class).channels().channels();
		return channels.stream().filter((channel) -> channel.name().equals(name)).findFirst().orElseThrow();
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Object> channel(ApplicationContext context, String name) {
		return context.getBean(name, BackpressureChannel.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		@Bean
		BackpressureChannel<Integer> mine() {
			return BackpressureChannel.<Integer>builder().name("mine").bufferSize(1).build();
		}

		@ChannelListener(id = "taking", channel = "orders")
		void take(String order) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		ChannelBuilderCustomizer customizer() {
			return (name, builder) -> {
				if (name.equals("orders")) {
					builder.receiveTimeout(Duration.ofSeconds(7));
				}
			};
		}

	}

}
