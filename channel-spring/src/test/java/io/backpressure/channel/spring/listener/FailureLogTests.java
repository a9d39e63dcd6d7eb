package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.mockito.invocation.InvocationOnMock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the log of failures. The first occurrence is logged with its stack trace.
 * Repetitions are counted, and the count is logged once per period.
 */
class FailureLogTests {

	private final List<String> lines = new ArrayList<>();

	private final List<Throwable> traces = new ArrayList<>();

	private final AtomicLong time = new AtomicLong();

	private final FailureLog log = log((value) -> "order " + value);

	@Test
	void firstFailureIsLoggedWithTraceAndValue() {
		IllegalStateException cause = failure("no");
		this.log.error("discards a value of channel '%s'", failed(7), cause);
		assertThat(this.lines)
			.containsExactly("error: Listener 'desk' discards a value of channel 'orders' (2 attempts): order 7");
		assertThat(this.traces).containsExactly(cause);
	}

	@Test
	void repeatedFailureIsLoggedOncePerPeriodWithCount() {
		for (int second = 0; second < 100; second++) {
			this.log.error("fails", failed(second), failure("no " + second));
			this.time.addAndGet(Duration.ofSeconds(1).toNanos());
		}
		assertThat(this.traces).hasSize(1);
		assertThat(this.lines).hasSize(10);
		assertThat(this.lines.get(1)).isEqualTo("error: Listener 'desk' fails (2 attempts): order 10; "
				+ "10 more since the last message, the last with java.lang.IllegalStateException: no 10");
		this.log.flush();
		assertThat(this.lines).hasSize(11).last().asString().contains("9 more since the last message");
		this.log.flush();
		assertThat(this.lines).hasSize(11);
	}

	@Test
	void levelTextClassAndLocationDistinguishFailures() {
		this.log.error("fails", null, failure("no"));
		this.log.error("fails again", null, failure("no"));
		this.log.error("fails", null, new IllegalArgumentException("no"));
		this.log.error("fails", null, new IllegalStateException("elsewhere"));
		this.log.warn("fails", null, failure("no"));
		assertThat(this.traces).hasSize(5);
	}

	@Test
	void failureAfterSilenceIsLoggedWithTraceAgain() {
		this.log.error("fails", failed(1), failure("no"));
		this.log.error("fails", failed(2), failure("no"));
		this.time.addAndGet(FailureLog.QUIET.toNanos());
		this.log.error("fails", failed(3), failure("again"));
		assertThat(this.traces).hasSize(2);
		assertThat(this.lines).hasSize(3);
		assertThat(this.lines.get(1))
			.contains("1 more since the last message, with java.lang.IllegalStateException at ")
			.doesNotContain("again", "order 3");
	}

	@Test
	void failuresAtManyLocationsAreLoggedInFewLines() {
		for (int i = 0; i < 10_000; i++) {
			IllegalStateException cause = new IllegalStateException();
			cause.setStackTrace(
					new StackTraceElement[] { new StackTraceElement("Generated" + i, "call", "Generated.java", i) });
			this.log.error("fails", null, cause);
		}
		assertThat(this.lines).hasSizeLessThan(200);
		this.log.flush();
		assertThat(this.lines).last().asString().contains("more since the last message");
	}

	@Test
	void descriptionIsBoundedAndFallsBackToClass() {
		log((value) -> "x".repeat(10_000)).error("fails", failed(1), failure("no"));
		assertThat(this.lines).singleElement().asString().hasSizeLessThan(300).endsWith("...");
		log((value) -> {
			throw new IllegalStateException("no description");
		}).error("fails", failed(1), failure("no"));
		log((value) -> null).error("fails", failed(1), failure("no"));
		assertThat(this.lines.subList(1, 3)).allSatisfy((line) -> assertThat(line).endsWith(": java.lang.Integer"));
	}

	private FailureLog log(ValueDescriber describer) {
		return new FailureLog(Mockito.mock(Log.class, this::logged), "desk", "orders", describer, this.time::get);
	}

	private Object logged(InvocationOnMock call) {
		this.lines.add(call.getMethod().getName() + ": " + call.getArgument(0));
		if (call.getArguments().length > 1 && call.getArgument(1) != null) {
			this.traces.add(call.getArgument(1));
		}
		return null;
	}

	private static FailedValue failed(int value) {
		return new FailedValue("desk", "orders", value, failure("no"), 2);
	}

	private static IllegalStateException failure(String message) {
		return new IllegalStateException(message);
	}

}
