package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.NoSuchChannelException;
import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.event.ChannelEventsAutoConfiguration;
import io.backpressure.channel.spring.autoconfigure.monitor.ChannelMonitorAutoConfiguration;
import io.backpressure.channel.spring.event.ChannelDropEvent;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.monitor.ChannelMonitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Parents, children and siblings: each context has the channels that it declares, and
 * finds those of its parent.
 */
@ExtendWith(OutputCaptureExtension.class)
class ContextHierarchyTests {

	private static final Received<Object> received = new Received<>();

	@AfterEach
	void forget() {
		received.clear();
	}

	@Test
	void parentAndChildHaveSeparateChannelsOfOneName() {
		try (ConfigurableApplicationContext parent = start(null, Attached.class, "orders.buffer-size=5");
				ConfigurableApplicationContext child = start(parent, Attached.class, "orders.buffer-size=7")) {
			assertThat(channel(parent, "orders").capacity()).isEqualTo(5);
			assertThat(channel(child, "orders").capacity()).isEqualTo(7);
			assertThat(channels(child).get("orders")).isSameAs(child.getBean("orders"));
			assertThat(channels(parent).get("orders")).isSameAs(parent.getBean("orders"));
			assertThat(child.getBean(Attached.class).channels).containsExactly(channel(child, "orders"));
			assertThat(parent.getBean(Attached.class).channels).containsExactly(channel(parent, "orders"));
			assertThat(child.getBean(ChannelMonitor.class)).isNotSameAs(parent.getBean(ChannelMonitor.class));
			assertThat(child.getBean(ChannelMonitor.class).watches()).singleElement()
				.satisfies((watch) -> assertThat(watch.channel()).isSameAs(child.getBean("orders")));
		}
	}

	@Test
	void closingChildDoesNotAffectParent() throws Exception {
		try (ConfigurableApplicationContext parent = start(null, Handler.class, "orders.type=int")) {
			start(parent, OtherHandler.class, "orders.type=int").close();
			assertThat(channel(parent, "orders").isClosed()).isFalse();
			assertThat(parent.getBean(ListenerRegistry.class).get("handler-on").isRunning()).isTrue();
			channel(parent, "orders").send(1);
			assertThat(received.await(1)).containsExactly(1);
		}
	}

	@Test
	void childListensToTheChannelOfItsParent() throws Exception {
		try (ConfigurableApplicationContext parent = start(null, Object.class, "orders.type=int");
				ConfigurableApplicationContext child = childWithoutChannels(parent, Handler.class)) {
			ChannelRegistry channels = channels(child);
			assertThat(channels.find("orders")).containsSame(channel(parent, "orders"));
			assertThat(channels.get("orders", Integer.class)).isSameAs(parent.getBean("orders"));
			assertThat(channels.elementType("orders").resolve()).isEqualTo(Integer.class);
			assertThat(channels.names()).isEmpty();
			assertThatExceptionOfType(NoSuchChannelException.class).isThrownBy(() -> channels.get("oders"));
			channel(parent, "orders").send(1);
			assertThat(received.await(1)).containsExactly(1);
			assertThat(parent.getBean(ListenerRegistry.class).ids()).isEmpty();
		}
	}

	@Test
	void childWithoutAutoConfigurationHasNoListeners() {
		try (ConfigurableApplicationContext parent = start(null, Object.class, "orders.type=int");
				AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext()) {
			child.setParent(parent);
			child.register(Handler.class);
			child.refresh();
			assertThat(channels(child).get("orders")).isSameAs(channel(child, "orders"));
			assertThat(child.getBean(ListenerRegistry.class).ids()).isEmpty();
		}
	}

	@Test
	void childMayReuseTheNameOfAChannelOfItsParent() {
		try (ConfigurableApplicationContext parent = start(null, Object.class, "orders.type=int");
				ConfigurableApplicationContext child = childWithoutChannels(parent, Object.class)) {
			BackpressureChannel<String> created = channels(child).create("orders", String.class,
					(builder) -> builder.bufferSize(1));
			assertThat(channels(child).get("orders")).isSameAs(created);
			created.close();
			assertThat(channels(child).get("orders")).isSameAs(parent.getBean("orders"));
		}
	}

	@Test
	void siblingsAreIndependent() throws Exception {
		try (ConfigurableApplicationContext parent = new StaticApplicationContext()) {
			parent.refresh();
			try (ConfigurableApplicationContext other = start(parent, Handler.class, "orders.type=int")) {
				start(parent, Handler.class, "orders.type=int").close();
				channel(other, "orders").send(1);
				assertThat(received.await(1)).containsExactly(1);
			}
		}
	}

	@Test
	void dropInTheChildIsPublishedOnceInEachContext() throws Exception {
		try (ConfigurableApplicationContext parent = start(null, Drops.class, "orders.type=int");
				ConfigurableApplicationContext child = start(parent, Drops.class, "orders.buffer-size=1",
						"orders.strategy=drop")) {
			channel(child, "orders").send(1);
			channel(child, "orders").send(2);
			assertThat(child.getBean(Drops.class).values).containsExactly(2);
			assertThat(parent.getBean(Drops.class).values).containsExactly(2);
		}
	}

	@Test
	void childRefreshRepeatsNoChecks(CapturedOutput output) {
		try (ConfigurableApplicationContext parent = start(null, Object.class, "orders.type=int",
				"../listener.channels.elsewhere.concurrency=2");
				StaticApplicationContext child = new StaticApplicationContext(parent)) {
			child.refresh();
			assertThat(output.getAll().split("There is no channel 'elsewhere'", -1)).hasSize(2);
		}
	}

	@SuppressWarnings("unchecked")
	private static BackpressureChannel<Integer> channel(ConfigurableApplicationContext context, String name) {
		return context.getBean(name, BackpressureChannel.class);
	}

	private static ChannelRegistry channels(ConfigurableApplicationContext context) {
		return context.getBean(ChannelRegistry.class);
	}

	/**
	 * Start a context.
	 * @param properties properties relative to backpressure.channels; one that begins
	 * with {@code ../} is relative to backpressure
	 */
	private static ConfigurableApplicationContext start(ConfigurableApplicationContext parent, Class<?> bean,
			String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class, bean)
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false);
		if (parent != null) {
			builder.parent(parent);
		}
		return builder.run(List.of(properties)
			.stream()
			.map((property) -> "--backpressure.channels." + property)
			.map((property) -> property.replace("channels.../", ""))
			.toArray(String[]::new));
	}

	/** Start a child that does not inherit the properties of its parent. */
	private static ConfigurableApplicationContext childWithoutChannels(ConfigurableApplicationContext parent,
			Class<?> bean) {
		AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext() {

			@Override
			public void setParent(org.springframework.context.ApplicationContext parent) {
				super.setParent(parent);
				getEnvironment().getPropertySources()
					.forEach((source) -> getEnvironment().getPropertySources().remove(source.getName()));
			}

		};
		child.setParent(parent);
		child.register(Application.class);
		child.registerBean("handler", bean);
		child.refresh();
		return child;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class,
			ChannelEventsAutoConfiguration.class, ChannelMonitorAutoConfiguration.class })
	static class Application {

	}

	static class Attached implements ChannelAttachment {

		final Queue<BackpressureChannel<?>> channels = new ConcurrentLinkedQueue<>();

		@Override
		public void attach(BackpressureChannel<?> channel) {
			this.channels.add(channel);
		}

	}

	static class Drops {

		final Queue<Object> values = new ConcurrentLinkedQueue<>();

		@EventListener
		void on(ChannelDropEvent event) {
			this.values.add(event.getValue());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Handler {

		@ChannelListener(id = "handler-on", channel = "orders")
		void on(Integer value) {
			received.add(value);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherHandler {

		@Bean
		Object something() {
			return new Object();
		}

		@ChannelListener("orders")
		void on(Integer value) {
		}

	}

}
