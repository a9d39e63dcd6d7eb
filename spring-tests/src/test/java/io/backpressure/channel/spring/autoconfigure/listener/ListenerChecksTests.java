package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.backpressure.channel.spring.autoconfigure.ChannelAutoConfiguration;
import io.backpressure.channel.spring.listener.ChannelListener;
import io.backpressure.channel.spring.listener.InvalidListenersException;
import io.backpressure.channel.spring.listener.ListenerContainerFactory;
import io.backpressure.channel.spring.listener.ListenerErrorHandler;
import io.backpressure.channel.spring.listener.ListenerHandler;
import io.backpressure.channel.spring.listener.ListenerOptions;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Invalid listeners, each of which fails the startup with a remedy in the message.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerChecksTests {

	private static final ListenerErrorHandler DISCARDING = (failed) -> ListenerErrorHandler.Outcome.DISCARDED;

	@Test
	void undeclaredChannelIsReported() {
		assertProblem(Undeclared.class, "Listener 'x' (Undeclared.on(Integer)) receives from 'oders', which is not "
				+ "declared. Did you mean 'orders'? Valid values: next, orders. Declare it as backpressure.channels.oders.");
	}

	@Test
	void parameterOfOtherTypeIsReported() {
		assertProblem(WrongType.class,
				"Listener 'x' (WrongType.on(String)) takes java.lang.String, but channel "
						+ "'orders' carries java.lang.Integer. Let the listener take that type, or correct "
						+ "backpressure.channels.orders.type.");
		assertProblem(WrongBatchType.class, "takes java.lang.String, but channel 'orders' carries java.lang.Integer");
	}

	@Test
	void duplicateIdIsReported() {
		assertProblem(SameId.class, "has the same id as SameId.on",
				"Give one of them another id with @ChannelListener(id");
	}

	@Test
	void invalidConcurrencyIsReported() {
		assertProblem(NoThreads.class, "@ChannelListener of NoThreads.on(Integer): concurrency must be at least 1");
		assertProblem(Words.class,
				"concurrency must be a number of threads such as 4, or bounds such as 2-8, but is 'many'");
	}

	@Test
	void invalidAttributesAndParametersAreReported() {
		assertProblem(BadAttributes.class, "batchSize must be a whole number, but is 'big'",
				"batchTimeout must be a duration with a unit, such as 100ms or 5s, but is 'soon'",
				"autoStartup must be true or false, but is 'perhaps'", "it names no channel",
				"it takes 2 parameters. Declare one");
	}

	@Test
	void undeclaredOrUnsuitableTargetIsReported() {
		assertProblem(BadTarget.class, "sends to 'nxt', which is not declared. Did you mean 'next'?",
				"sends to 'next', but returns nothing",
				"'next', the channel that it sends to, carries java.lang.Integer and not java.lang.String");
	}

	@Test
	void nullArgumentIsNamedInException() {
		ListenerContext.with("orders").run((context) -> {
			ListenerContainerFactory listeners = context.getBean(ListenerContainerFactory.class);
			ListenerHandler<Object> handler = (value) -> {
			};
			ListenerOptions options = ListenerOptions.NONE;
			assertNamed("id", () -> listeners.create(null, "orders", Integer.class, handler, options),
					() -> listeners.createBatch(null, "orders", Integer.class, handler, options));
			assertNamed("channel", () -> listeners.create("x", null, Integer.class, handler, options),
					() -> listeners.createBatch("x", null, Integer.class, handler, options));
			assertNamed("type", () -> listeners.create("x", "orders", null, handler, options),
					() -> listeners.createBatch("x", "orders", null, handler, options));
			assertNamed("handler", () -> listeners.create("x", "orders", Integer.class, null, options),
					() -> listeners.createBatch("x", "orders", Integer.class, null, options));
			assertNamed("options", () -> listeners.create("x", "orders", Integer.class, handler, null),
					() -> listeners.createBatch("x", "orders", Integer.class, handler, null));
			ListenerRegistry registry = context.getBean(ListenerRegistry.class);
			assertNamed("id", () -> registry.find(null), () -> registry.get(null), () -> registry.remove(null));
			assertNamed("channelName", () -> registry.ofChannel(null));
			assertThat(registry.ids()).isEmpty();
		});
	}

	private static void assertNamed(String argument, ThrowingCallable... calls) {
		for (ThrowingCallable call : calls) {
			assertThatNullPointerException().isThrownBy(call).withMessage(argument + " must not be null");
		}
	}

	@Test
	void cycleIsReported() {
		assertProblem(Cycle.class,
				"Listeners form a cycle of channels, and would block once these are full: next -> orders -> next. "
						+ "Change the sendTo or the dead-letter channel of one of the listeners.");
	}

	@Test
	void asynchronousResultIsReported() {
		assertProblem(Asynchronous.class, "which may complete after the call",
				"Return the result itself, and use the " + "concurrency of the listener to set the number of threads.");
	}

	@Test
	void batchSizeForSingleValuesIsReported() {
		assertProblem(SizeOfOne.class, "has a batch size but takes a single value");
	}

	@Test
	void invalidErrorHandlerOrDeadLetterIsReported() {
		assertProblem(NoHandler.class,
				"has the error handler 'nobody', but there is no bean of that name and of type ListenerErrorHandler");
		runner(Fine.class).withPropertyValues("backpressure.listener.listeners.x.dead-letter=next")
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
					"'next', its dead-letter channel, carries java.lang.Integer and not io.backpressure"));
		runner(Fine.class).withPropertyValues("backpressure.listener.listeners.x.dead-letter=dead")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("has the dead-letter channel 'dead', which is not declared"));
	}

	@Test
	void ambiguousErrorHandlerIsReported() {
		ApplicationContextRunner several = runner(Fine.class)
			.withBean("one", ListenerErrorHandler.class, () -> DISCARDING)
			.withBean("two", ListenerErrorHandler.class, () -> DISCARDING);
		several.run((context) -> assertThat(context.getStartupFailure()).isInstanceOf(InvalidListenersException.class)
			.hasMessageContaining("Listener 'x' (Fine.on(Integer)) names no error handler, and there are several "
					+ "ListenerErrorHandler beans: one, two. Mark one of them @Primary, or choose one by "
					+ "@ChannelListener(errorHandler = \"...\"), "
					+ "backpressure.listener.listeners.x.error-handler or "
					+ "backpressure.listener.defaults.error-handler."));
		several.withPropertyValues("backpressure.listener.defaults.error-handler=two")
			.run((context) -> assertThat(context).hasNotFailed());
		several
			.withPropertyValues("backpressure.channels.dead.buffer-size=1",
					"backpressure.listener.listeners.x.dead-letter=dead")
			.run((context) -> assertThat(context).hasNotFailed());
		several
			.withBean("three", ListenerErrorHandler.class, () -> DISCARDING,
					(definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void allListenerProblemsAreReportedWithRemedies(CapturedOutput output) {
		assertThatException().isThrownBy(() -> {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.run("--backpressure.channels.orders.type=java.lang.Integer",
					"--backpressure.channels.next.type=java.lang.Integer");
		});
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The listeners of channels are not valid:")
			.contains("    - Listener 'x' (Undeclared.on(Integer)) receives from 'oders'")
			.contains("    - Listener 'y' (OtherWrongType.on(String)) takes java.lang.String")
			.contains("Correct the listeners listed above, or the properties that begin with backpressure.listener.");
	}

	@Test
	void invalidListenerPropertiesAreReported() {
		assertProperty("listener.defaults.concurrency=0",
				"Write a number of at least 1, such as 4, or bounds, such as 2-8.");
		assertProperty("listener.channels.orders.batch-size=0", "Write a whole number of at least 1.");
		assertProperty("listener.listeners.x.retry.multiplier=0.5",
				"'0.5' is not a valid factor. Write a finite number of at least 1, such as 2 or 1.5.");
		assertProperty("listener.listeners.x.retry.max-retries=-1", "Write a whole number of at least 0.");
		assertProperty("listener.listeners.x.retry.fatal-exceptions=a.B", "Write full class names");
		assertProperty("listener.listeners.x.retry.dely=1s",
				"There is no such property: 'retry.dely'. Did you mean 'retry.delay'?");
		assertProperty("listener.listeners.x.concurency=1", "Did you mean 'concurrency'?");
		assertProperty("listener.drain-timeot=1s", "Did you mean 'drain-timeout'?");
		assertProperty("listener.drain-timeout=30s",
				"must be shorter than spring.lifecycle.timeout-per-shutdown-phase, which is 30000ms");
		assertProperty("channels.orders.propagate-context=maybe", "'maybe' is neither true nor false.");
	}

	@Test
	void propertiesForUnknownListenersAreReported(CapturedOutput output) {
		runner(Fine.class)
			.withPropertyValues("backpressure.listener.listeners.xx.concurrency=1",
					"backpressure.listener.channels.shipments.concurrency=1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("There is no listener 'xx'. Did you mean 'x'?")
					.contains("There is no channel 'shipments'.");
			});
	}

	private static void assertProblem(Class<?> bean, String... texts) {
		runner(bean)
			.run((context) -> assertThat(context.getStartupFailure()).isInstanceOf(InvalidListenersException.class)
				.message()
				.contains(texts));
	}

	private static void assertProperty(String property, String text) {
		runner(Fine.class).withPropertyValues("backpressure." + property)
			.run((context) -> assertThat(context.getStartupFailure()).as(property)
				.hasStackTraceContaining(property.substring(0, property.indexOf('=')))
				.hasStackTraceContaining(text));
	}

	private static ApplicationContextRunner runner(Class<?> bean) {
		return ListenerContext.with("orders", "next").withBean(bean);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ChannelAutoConfiguration.class, ChannelListenerAutoConfiguration.class })
	static class Application {

		@Bean
		Undeclared undeclared() {
			return new Undeclared();
		}

		@Bean
		OtherWrongType wrongType() {
			return new OtherWrongType();
		}

	}

	static class Fine {

		@ChannelListener(id = "x", channel = "orders")
		void on(Integer value) {
		}

	}

	static class Undeclared {

		@ChannelListener(id = "x", channel = "oders")
		void on(Integer value) {
		}

	}

	static class WrongType {

		@ChannelListener(id = "x", channel = "orders")
		void on(String value) {
		}

	}

	static class OtherWrongType {

		@ChannelListener(id = "y", channel = "orders")
		void on(String value) {
		}

	}

	static class WrongBatchType {

		@ChannelListener(id = "x", channel = "orders")
		void on(List<String> values) {
		}

	}

	static class SameId {

		@ChannelListener(id = "x", channel = "orders")
		void on(Integer value) {
		}

		@ChannelListener(id = "x", channel = "next")
		void onNext(Integer value) {
		}

	}

	static class NoThreads {

		@ChannelListener(id = "x", channel = "orders", concurrency = "0")
		void on(Integer value) {
		}

	}

	static class Words {

		@ChannelListener(id = "x", channel = "orders", concurrency = "many")
		void on(Integer value) {
		}

	}

	static class BadAttributes {

		@ChannelListener(channel = "orders", batchSize = "big")
		void one(List<Integer> values) {
		}

		@ChannelListener(channel = "orders", batchTimeout = "soon")
		void two(List<Integer> values) {
		}

		@ChannelListener(channel = "orders", autoStartup = "perhaps")
		void three(Integer value) {
		}

		@ChannelListener
		void four(Integer value) {
		}

		@ChannelListener("orders")
		void five(Integer value, String more) {
		}

	}

	static class BadTarget {

		@ChannelListener(channel = "orders", sendTo = "nxt")
		Integer one(Integer value) {
			return value;
		}

		@ChannelListener(channel = "orders", sendTo = "next")
		void two(Integer value) {
		}

		@ChannelListener(channel = "orders", sendTo = "next")
		String three(Integer value) {
			return "";
		}

	}

	static class Cycle {

		@ChannelListener(channel = "orders", sendTo = "next")
		Integer there(Integer value) {
			return value;
		}

		@ChannelListener(channel = "next", sendTo = "orders")
		Integer back(Integer value) {
			return value;
		}

	}

	static class Asynchronous {

		@ChannelListener("orders")
		CompletableFuture<Integer> on(Integer value) {
			return CompletableFuture.completedFuture(value);
		}

	}

	static class SizeOfOne {

		@ChannelListener(channel = "orders", batchSize = "5")
		void on(Integer value) {
		}

	}

	static class NoHandler {

		@ChannelListener(channel = "orders", errorHandler = "nobody")
		void on(Integer value) {
		}

	}

}
