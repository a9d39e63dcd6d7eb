package io.backpressure.channel.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;
import org.mockito.stubbing.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every received value is counted, whatever user code throws.
 */
@Timeout(120)
class SettlementTests {

	private static final int POISON = 13;

	/** Throwables that user code may throw. */
	static Stream<Supplier<Throwable>> throwables() {
		return Stream.of(() -> new IllegalStateException("no"), () -> new Exception("checked"),
				() -> new AssertionError("no"), () -> new OutOfMemoryError("no"), StackOverflowError::new,
				() -> new NoClassDefFoundError("com/example/Missing"), () -> new InterruptedException("user"),
				() -> new RejectedExecutionException("full"), Unprintable::new, Frozen::new);
	}

	/** Places where user code may fail while a value is handled. */
	static Map<String, Fault> places() {
		Map<String, Fault> places = new TreeMap<>();
		places.put("listener", (desk, thrown) -> desk.invoker = failing(thrown));
		places.put("listener and error handler", (desk, thrown) -> {
			desk.invoker = failing(thrown);
			desk.errorHandler = (failed) -> {
				throw sneaky(thrown.get());
			};
		});
		places.put("error handler that rethrows its cause", (desk, thrown) -> {
			desk.invoker = failing(thrown);
			desk.errorHandler = (failed) -> {
				throw sneaky(failed.cause());
			};
		});
		places.put("error handler that returns null", (desk, thrown) -> {
			desk.invoker = failing(thrown);
			desk.errorHandler = (failed) -> null;
		});
		places.put("decorator", (desk, thrown) -> desk.decorators.add((listener, invoker) -> (argument) -> {
			failIfPoison(argument, thrown);
			return invoker.invoke(argument);
		}));
		places.put("decorator after the call",
				(desk, thrown) -> desk.decorators.add((listener, invoker) -> (argument) -> {
					Object result = invoker.invoke(argument);
					failIfPoison(argument, thrown);
					return result;
				}));
		places.put("event listener", (desk, thrown) -> {
			desk.invoker = failing(() -> new IllegalStateException("no"));
			desk.publisher = (event) -> {
				throw Sneaky.raise(thrown.get());
			};
		});
		places.put("value describer", (desk, thrown) -> {
			desk.invoker = failing(() -> new IllegalStateException("no"));
			desk.describer = (value) -> {
				throw Sneaky.raise(thrown.get());
			};
			desk.errorHandler = new LoggingErrorHandler(desk.log());
		});
		places.put("logger", (desk, thrown) -> {
			desk.invoker = failing(() -> new IllegalStateException("no"));
			desk.logger = Mockito.mock(Log.class, (invocation) -> {
				throw thrown.get();
			});
			desk.errorHandler = new LoggingErrorHandler(desk.log());
		});
		places.put("dead-letter channel", (desk, thrown) -> {
			desk.invoker = failing(() -> new IllegalStateException("no"));
			desk.errorHandler = new DeadLetterErrorHandler(throwingChannel(thrown), () -> true, desk.log(),
					DeadLetterErrorHandler.LIMIT);
		});
		return places;
	}

	static Stream<Arguments> faults() {
		return places().entrySet()
			.stream()
			.flatMap((place) -> throwables()
				.flatMap((thrown) -> Stream.of(Arguments.of(place.getKey(), place.getValue(), thrown, false),
						Arguments.of(place.getKey(), place.getValue(), thrown, true))));
	}

	@Test
	void valueIsDeliveredIfCountingFails() throws Exception {
		TestListener desk = new TestListener();
		List<Object> handled = new CopyOnWriteArrayList<>();
		desk.invoker = (argument) -> {
			handled.add(argument);
			return null;
		};
		ListenerCounters counters = new ListenerCounters();
		AtomicInteger counted = new AtomicInteger();
		Answer<Object> failing = (call) -> {
			call.getMethod().setAccessible(true);
			Object result = call.getMethod().invoke(counters, call.getArguments());
			if (call.getMethod().getName().equals("received") && counted.incrementAndGet() == 2) {
				throw new OutOfMemoryError("while counting");
			}
			return result;
		};
		try (var mocked = Mockito.mockConstruction(ListenerCounters.class,
				Mockito.withSettings().defaultAnswer(failing))) {
			ListenerContainer listener = desk.create();
			assertThat(mocked.constructed()).hasSize(1);
			desk.send(1, 2, 3);
			listener.start();
			Poll.until(() -> counters.stats().processed() == 3);
			assertThat(handled).containsExactly(1, 2, 3);
			assertThat(counters.stats().inFlight()).isZero();
			listener.stop();
		}
	}

	@ParameterizedTest(name = "{0}, {2}, batch: {3}")
	@MethodSource("faults")
	void everyValueIsCountedOnce(String place, Fault fault, Supplier<Throwable> thrown, boolean batch)
			throws InterruptedException {
		TestListener desk = new TestListener();
		desk.batch = batch;
		fault.install(desk, thrown);
		List<Object> handled = new CopyOnWriteArrayList<>();
		ListenerInvoker faulty = desk.invoker;
		desk.invoker = (argument) -> {
			faulty.invoke(argument);
			handled.addAll((argument instanceof List<?> values) ? values : List.of(argument));
			return null;
		};
		ListenerContainer listener = desk.create();
		desk.send(1, POISON, 2);
		listener.start();
		ListenerStats stats = TestListener.awaitSettled(listener, 3);
		assertThat(stats.undelivered()).isZero();
		desk.send(3);
		ListenerStats end = TestListener.awaitSettled(listener, 4);
		assertThat(end.processed() + end.recovered() + end.deadLettered() + end.discarded()).isEqualTo(4);
		assertThat(handled).endsWith(3);
		listener.stop();
		assertThat(listener.threads()).isZero();
	}

	@Test
	void errorHandlerThatRethrowsItsCauseDiscardsTheValue() throws InterruptedException {
		TestListener desk = new TestListener();
		places().get("error handler that rethrows its cause").install(desk, () -> new IllegalStateException("no"));
		ListenerContainer listener = desk.create();
		listener.start();
		desk.send(POISON, 1);
		assertThat(TestListener.awaitSettled(listener, 2)).isEqualTo(new ListenerStats(2, 1, 0, 0, 1, 0, 0));
	}

	@Test
	void exceptionOfUserCodeGetsNoSuppressedExceptions() throws InterruptedException {
		IllegalStateException constant = new IllegalStateException("always the same");
		TestListener desk = new TestListener();
		desk.invoker = failing(() -> new IllegalStateException("no"));
		desk.errorHandler = (failed) -> {
			throw constant;
		};
		ListenerContainer listener = desk.create();
		listener.start();
		desk.send(POISON, POISON);
		TestListener.awaitSettled(listener, 2);
		assertThat(constant).hasNoSuppressedExceptions();
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void failedThreadStartLosesNoValue(Supplier<Throwable> thrown) throws InterruptedException {
		TestListener desk = new TestListener();
		desk.options = ListenerOptions.NONE.withConcurrency("1-8");
		List<Throwable> rejected = new CopyOnWriteArrayList<>();
		Executor one = desk.executor;
		Semaphore threads = new Semaphore(1);
		desk.executor = (task) -> {
			if (!threads.tryAcquire()) {
				Throwable ex = thrown.get();
				rejected.add(ex);
				throw Sneaky.raise(ex);
			}
			one.execute(task);
		};
		List<Object> handled = new CopyOnWriteArrayList<>();
		CountDownLatch release = new CountDownLatch(1);
		desk.invoker = (argument) -> {
			release.await();
			handled.add(argument);
			return null;
		};
		ListenerContainer listener = desk.create();
		listener.start();
		List<Object> values = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			values.add(i);
		}
		desk.send(values.toArray());
		Poll.until(() -> rejected.size() > 1);
		threads.release();
		Poll.until(() -> listener.threads() == 2);
		release.countDown();
		assertThat(TestListener.awaitSettled(listener, 50)).isEqualTo(new ListenerStats(50, 50, 0, 0, 0, 0, 0));
		assertThat(handled).containsExactlyInAnyOrderElementsOf(values);
		listener.stop();
	}

	private static ListenerInvoker failing(Supplier<Throwable> thrown) {
		return (argument) -> {
			failIfPoison(argument, thrown);
			return null;
		};
	}

	private static void failIfPoison(Object argument, Supplier<Throwable> thrown) throws Throwable {
		if (argument.equals(POISON) || (argument instanceof List<?> values && values.contains(POISON))) {
			throw thrown.get();
		}
	}

	@SuppressWarnings("unchecked") // the mock is created from a raw type
	private static BackpressureChannel<Object> throwingChannel(Supplier<Throwable> thrown) {
		return Mockito.mock(BackpressureChannel.class, (invocation) -> {
			if (invocation.getMethod().getName().endsWith("end")) {
				throw thrown.get();
			}
			return Mockito.RETURNS_DEFAULTS.answer(invocation);
		});
	}

	private static Exception sneaky(Throwable thrown) {
		return Sneaky.raise(thrown);
	}

	/** Installs user code that fails in a listener. */
	interface Fault {

		void install(TestListener desk, Supplier<Throwable> thrown);

	}

	/** Exception that cannot be printed. */
	static final class Unprintable extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String toString() {
			throw new IllegalStateException("no text");
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			throw new IllegalStateException("no trace");
		}

	}

	/** Exception with neither stack trace nor suppressed exceptions. */
	static final class Frozen extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Frozen() {
			super("frozen", null, false, false);
		}

	}

}
