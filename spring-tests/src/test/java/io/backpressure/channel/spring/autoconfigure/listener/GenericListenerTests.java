package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.List;
import java.util.Map;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.InvalidListenersException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Generic values. A raw type fits every parameterization. If both the channel and the
 * listener have type arguments, these must match.
 */
class GenericListenerTests {

	private static final Received<Object> received = new Received<>();

	/** Channels of the raw type {@code Envelope}, declared by properties. */
	private final ApplicationContextRunner raw = ListenerContext.with()
		.withPropertyValues("backpressure.channels.orders.type=" + Envelope.class.getName(),
				"backpressure.channels.next.type=" + Envelope.class.getName());

	/** Channels of {@code Envelope<Integer>}, declared by properties. */
	private final ApplicationContextRunner exact = ListenerContext.with()
		.withPropertyValues("backpressure.channels.orders.type=" + Envelope.class.getName() + "<java.lang.Integer>",
				"backpressure.channels.next.type=" + Envelope.class.getName() + "<java.lang.Integer>");

	/** Channels of {@code Envelope<Integer>}, defined in code. */
	private final ApplicationContextRunner beans = ListenerContext.with().withUserConfiguration(Exact.class);

	@AfterEach
	void forget() {
		received.clear();
	}

	@Test
	void listenerOfParameterizedValueFitsRawChannel() {
		this.raw.withBean(OfIntegers.class).run(GenericListenerTests::assertListens);
	}

	@Test
	void batchListenerOfParameterizedValuesFitsRawChannel() {
		this.raw.withBean(BatchOfIntegers.class).run(GenericListenerTests::assertListens);
	}

	@Test
	void resultFitsRawChannelAndItsListener() {
		this.raw.withBean(Relaying.class).withBean(OfNext.class).run(GenericListenerTests::assertListens);
	}

	@Test
	void listenerWithTypeVariableOfSuperclassFits() {
		this.raw.withBean(Inheriting.class).run(GenericListenerTests::assertListens);
		forget();
		this.exact.withBean(Inheriting.class).run(GenericListenerTests::assertListens);
	}

	@Test
	void rawChannelIsInjectedWithTypeArguments() {
		this.raw.withBean(Injected.class)
			.run((context) -> assertThat(context.getBean(Injected.class).channel).isSameAs(context.getBean("orders")));
	}

	@Test
	void sameTypeArgumentsFit() {
		for (Class<?> listener : List.of(OfIntegers.class, BatchOfIntegers.class, OfAny.class, OfRaw.class,
				OfInterface.class)) {
			for (ApplicationContextRunner runner : List.of(this.exact, this.beans)) {
				forget();
				runner.withBean(listener).run(GenericListenerTests::assertListens);
			}
		}
		forget();
		this.exact.withBean(Relaying.class).withBean(OfNext.class).run(GenericListenerTests::assertListens);
	}

	@Test
	void otherTypeArgumentsFailStartup() {
		String envelope = Envelope.class.getName();
		assertProblem(OfStrings.class, "takes " + envelope + "<java.lang.String>, but channel 'orders' carries "
				+ envelope + "<java.lang.Integer>");
		assertProblem(BatchOfStrings.class, "takes " + envelope + "<java.lang.String>, but channel 'orders'");
		assertProblem(RelayingStrings.class, "'next', the channel that it sends to, carries " + envelope
				+ "<java.lang.Integer> and not " + envelope + "<java.lang.String>");
		assertProblem(OfSubclass.class, "takes " + StringEnvelope.class.getName());
	}

	@Test
	void otherClassFailsStartup() {
		this.raw.withBean(OfMaps.class)
			.run((context) -> assertThat(context.getStartupFailure()).isInstanceOf(InvalidListenersException.class)
				.hasMessageContaining(
						"takes java.util.Map<java.lang.String, java.lang.Integer>, but channel 'orders'"));
	}

	@Test
	void lookupComparesRawClasses() {
		for (ApplicationContextRunner runner : List.of(this.raw, this.exact, this.beans)) {
			runner.run((context) -> {
				ChannelRegistry registry = context.getBean(ChannelRegistry.class);
				assertThat(registry.get("orders", Envelope.class)).isSameAs(context.getBean("orders"));
				assertThatIllegalArgumentException().isThrownBy(() -> registry.get("orders", StringEnvelope.class));
			});
		}
	}

	@Test
	void deadLetterChannelMayCarryFailedValues() {
		this.exact.withBean(OfIntegers.class)
			.withPropertyValues("backpressure.channels.dead.type=" + FailedValue.class.getName(),
					"backpressure.listener.channels.orders.dead-letter=dead")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void assertProblem(Class<?> listener, String text) {
		for (ApplicationContextRunner runner : List.of(this.exact, this.beans)) {
			runner.withBean(listener)
				.run((context) -> assertThat(context.getStartupFailure()).isInstanceOf(InvalidListenersException.class)
					.hasMessageContaining(text));
		}
	}

	private static void assertListens(AssertableApplicationContext context) throws InterruptedException {
		@SuppressWarnings("unchecked")
		BackpressureChannel<Envelope<Integer>> orders = context.getBean("orders", BackpressureChannel.class);
		orders.send(new Envelope<>(1));
		assertThat(received.await(1)).containsExactly(1);
	}

	interface Container<T> {

		T content();

	}

	static class Envelope<T> implements Container<T> {

		private final T content;

		Envelope(T content) {
			this.content = content;
		}

		@Override
		public T content() {
			return this.content;
		}

	}

	static class StringEnvelope extends Envelope<String> {

		StringEnvelope(String content) {
			super(content);
		}

	}

	static class OfIntegers {

		@ChannelListener("orders")
		void on(Envelope<Integer> value) {
			received.add(value.content());
		}

	}

	static class BatchOfIntegers {

		@ChannelListener("orders")
		void on(List<Envelope<Integer>> values) {
			values.forEach((value) -> received.add(value.content()));
		}

	}

	static class OfAny {

		@ChannelListener("orders")
		void on(Envelope<?> value) {
			received.add(value.content());
		}

	}

	@SuppressWarnings("rawtypes")
	static class OfRaw {

		@ChannelListener("orders")
		void on(Envelope value) {
			received.add(value.content());
		}

	}

	static class OfInterface {

		@ChannelListener("orders")
		void on(Container<Integer> value) {
			received.add(value.content());
		}

	}

	static class Relaying {

		@ChannelListener(channel = "orders", sendTo = "next")
		Envelope<Integer> on(Envelope<Integer> value) {
			return value;
		}

	}

	static class OfNext {

		@ChannelListener("next")
		void on(Envelope<Integer> value) {
			received.add(value.content());
		}

	}

	abstract static class Handling<T> {

		@ChannelListener("orders")
		void on(Envelope<T> value) {
			received.add(value.content());
		}

	}

	static class Inheriting extends Handling<Integer> {

	}

	static class OfStrings {

		@ChannelListener("orders")
		void on(Envelope<String> value) {
		}

	}

	static class BatchOfStrings {

		@ChannelListener("orders")
		void on(List<Envelope<String>> values) {
		}

	}

	static class RelayingStrings {

		@ChannelListener(channel = "orders", sendTo = "next")
		Envelope<String> on(Envelope<Integer> value) {
			return new Envelope<>("");
		}

	}

	static class OfSubclass {

		@ChannelListener("orders")
		void on(StringEnvelope value) {
		}

	}

	static class OfMaps {

		@ChannelListener("orders")
		void on(Map<String, Integer> value) {
		}

	}

	static class Injected {

		final BackpressureChannel<Envelope<Integer>> channel;

		Injected(BackpressureChannel<Envelope<Integer>> orders) {
			this.channel = orders;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Exact {

		@Bean
		BackpressureChannel<Envelope<Integer>> orders() {
			return BackpressureChannel.create(10);
		}

		@Bean
		BackpressureChannel<Envelope<Integer>> next() {
			return BackpressureChannel.create(10);
		}

	}

}
