package io.backpressure.channel.spring.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelCancelledException;
import io.backpressure.channel.Received;
import io.backpressure.channel.SharedChannel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;
import org.mockito.stubbing.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a listener of a channel that breaks its contract, or whose values cannot be
 * read or acknowledged.
 */
@Timeout(180)
class BrokenChannelTests {

	private final AtomicInteger receives = new AtomicInteger();

	static Stream<Answer<@Nullable Object>> breaches() {
		return Stream.of((call) -> null, (call) -> {
			throw new IllegalStateException("broken");
		}, (call) -> {
			throw new OutOfMemoryError("broken");
		}, (call) -> {
			throw new ChannelCancelledException("orders", "receive", new IllegalStateException("not by us"));
		});
	}

	@ParameterizedTest
	@MethodSource("breaches")
	void brokenReceiveDoesNotSpin(Answer<@Nullable Object> breach) throws Exception {
		TestListener desk = new TestListener();
		desk.channel = broken(breach);
		ListenerContainer listener = desk.create();
		long start = System.nanoTime();
		listener.start();
		Poll.until(() -> this.receives.get() >= 1);
		// the thread pauses for a second between two receives; the limit below allows
		// more
		TimeUnit.MILLISECONDS.sleep(200);
		long elapsed = (System.nanoTime() - start) / 1_000_000_000L;
		assertThat(this.receives.get()).isLessThanOrEqualTo((int) (3 + 2 * elapsed));
		listener.pause();
		listener.stop();
		assertThat(listener.threads()).isZero();
		assertThat(listener.stats().received()).isZero();
	}

	@Test
	void errorWhileGatheringBatchLosesNoValue() throws Exception {
		TestListener desk = new TestListener();
		BackpressureChannel<Object> real = BackpressureChannel.<Object>builder().name("orders").bufferSize(10).build();
		AtomicInteger tries = new AtomicInteger();
		Answer<Object> delegate = AdditionalAnswers.delegatesTo(real);
		desk.channel = Mockito.mock(BackpressureChannel.class, (call) -> {
			if (call.getMethod().getName().equals("receiveBatch") && tries.incrementAndGet() == 1) {
				throw new OutOfMemoryError("while gathering");
			}
			return delegate.answer(call);
		});
		desk.batch = true;
		List<Object> batches = new CopyOnWriteArrayList<>();
		desk.invoker = (argument) -> {
			batches.add(List.copyOf((List<?>) argument));
			return null;
		};
		ListenerContainer listener = desk.create();
		for (int value = 1; value <= 5; value++) {
			real.send(value);
		}
		listener.start();
		assertThat(TestListener.awaitSettled(listener, 5).processed()).isEqualTo(5);
		assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4, 5));
		real.close();
		Poll.until(() -> listener.threads() == 0);
	}

	@ParameterizedTest
	@MethodSource("io.backpressure.channel.spring.listener.SettlementTests#throwables")
	void unreadableValueDoesNotAffectOthers(Supplier<Throwable> thrown) throws Exception {
		Map<String, String> ends = new ConcurrentHashMap<>();
		for (boolean batch : new boolean[] { false, true }) {
			TestListener desk = new TestListener();
			desk.channel = shared(List.of("a", "b", "c", "poison", "d"), thrown, ends);
			desk.batch = batch;
			List<Object> handled = new CopyOnWriteArrayList<>();
			List<Object> failed = new CopyOnWriteArrayList<>();
			desk.invoker = (argument) -> {
				handled.addAll((argument instanceof List<?> values) ? values : List.of(argument));
				return null;
			};
			desk.errorHandler = (failure) -> {
				failed.add(failure.cause());
				return ListenerErrorHandler.Outcome.RECOVERED;
			};
			ListenerContainer listener = desk.create();
			listener.start();
			assertThat(TestListener.awaitSettled(listener, 5)).isEqualTo(new ListenerStats(5, 4, 1, 0, 0, 0, 0));
			assertThat(handled).containsExactly("a", "b", "c", "d");
			assertThat(failed).hasSize(1);
			assertThat(ends).containsOnlyKeys("a", "b", "c", "poison", "d")
				.allSatisfy((value, end) -> assertThat(end).isEqualTo("acknowledged"));
			listener.stop();
			ends.clear();
		}
	}

	@ParameterizedTest
	@MethodSource("io.backpressure.channel.spring.listener.SettlementTests#throwables")
	void failedAcknowledgementDoesNotAffectOthers(Supplier<Throwable> thrown) throws Exception {
		TestListener desk = new TestListener();
		Map<String, String> ends = new ConcurrentHashMap<>();
		desk.channel = shared(List.of("a", "unacknowledgeable", "b"), thrown, ends);
		ListenerContainer listener = desk.create();
		listener.start();
		assertThat(TestListener.awaitSettled(listener, 3).processed()).isEqualTo(3);
		assertThat(ends).containsOnlyKeys("a", "b");
		listener.stop();
		assertThat(listener.threads()).isZero();
	}

	@SuppressWarnings("unchecked") // the mock is created from a raw type
	private BackpressureChannel<?> broken(Answer<@Nullable Object> receive) {
		return Mockito.mock(BackpressureChannel.class, (call) -> switch (call.getMethod().getName()) {
			case "receive" -> {
				this.receives.incrementAndGet();
				yield receive.answer(call);
			}
			case "name" -> "orders";
			default -> Mockito.RETURNS_DEFAULTS.answer(call);
		});
	}

	/**
	 * Create a shared channel that holds values. The value {@code poison} cannot be read,
	 * and a value that begins with {@code un} cannot be acknowledged.
	 * @param values the values
	 * @param thrown creates the exceptions that the two kinds of values throw
	 * @param ends receives {@code acknowledged} or {@code released} for each value
	 */
	@SuppressWarnings("unchecked") // the mocks are created from raw types
	private static SharedChannel<Object> shared(List<String> values, Supplier<Throwable> thrown,
			Map<String, String> ends) {
		BackpressureChannel<Received<Object>> source = BackpressureChannel.create(10);
		for (String value : values) {
			source.trySend(Mockito.mock(Received.class, (call) -> switch (call.getMethod().getName()) {
				case "value" -> {
					if (value.equals("poison")) {
						throw Sneaky.raise(thrown.get());
					}
					yield value;
				}
				case "acknowledge" -> {
					if (value.startsWith("un")) {
						throw Sneaky.raise(thrown.get());
					}
					yield ends.put(value, "acknowledged");
				}
				case "release" -> ends.put(value, "released");
				case "deliveries", "maxDeliveries" -> 1;
				default -> Mockito.RETURNS_DEFAULTS.answer(call);
			}));
		}
		SharedChannel<Object> channel = Mockito.mock(SharedChannel.class);
		Mockito.when(channel.name()).thenReturn("orders");
		Mockito.when(channel.acknowledging()).thenReturn(source);
		return channel;
	}

}
