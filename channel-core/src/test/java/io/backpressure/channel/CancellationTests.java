package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for cancellation tokens and their sources.
 */
class CancellationTests {

	@Test
	void tokenKeepsItsFirstCause() {
		CancellationSource source = CancellationSource.create();
		assertThat(source.token().isCancelled()).isFalse();
		assertThat(source.token().cause()).isNull();
		IllegalStateException cause = new IllegalStateException();
		source.cancel(cause);
		source.cancel(new IllegalArgumentException());
		source.close();
		assertThat(source.token().isCancelled()).isTrue();
		assertThat(source.token().cause()).isSameAs(cause);
	}

	@Test
	void closingSourceCancelsToken() {
		CancellationSource source = CancellationSource.create();
		source.close();
		assertThat(source.token().cause()).isInstanceOf(CancellationException.class);
	}

	@Test
	void childFollowsParentButNotViceVersa() {
		CancellationSource parent = CancellationSource.create();
		CancellationSource child = CancellationSource.linkedTo(parent.token());
		CancellationSource grandchild = CancellationSource.linkedTo(child.token());
		CancellationSource other = CancellationSource.linkedTo(parent.token());
		child.cancel();
		assertThat(grandchild.token().isCancelled()).isTrue();
		assertThat(parent.token().isCancelled()).isFalse();
		assertThat(other.token().isCancelled()).isFalse();
		parent.cancel();
		assertThat(other.token().cause()).isSameAs(parent.token().cause());
	}

	@Test
	void earlierDeadlineApplies() {
		CancellationToken parent = CancellationSource.withTimeout(Duration.ofMinutes(1)).token();
		assertThat(CancellationSource.linkedTo(parent, Duration.ofHours(1)).token().remaining())
			.isLessThanOrEqualTo(Duration.ofMinutes(1))
			.isGreaterThan(Duration.ofSeconds(30));
		assertThat(CancellationSource.linkedTo(parent, Duration.ZERO).token().remaining()).isZero();
		assertThat(CancellationSource.linkedTo(parent).token().remaining()).isLessThanOrEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void remainingTimeIsNullWithoutDeadline() {
		assertThat(CancellationToken.NONE.remaining()).isNull();
		assertThat(CancellationSource.create().token().remaining()).isNull();
		assertThat(CancellationSource.withTimeout(Duration.ofSeconds(Long.MAX_VALUE)).token().remaining()).isNull();
	}

	@Test
	void passedDeadlineIsNotACancellation() {
		CancellationToken token = CancellationSource.withTimeout(Duration.ZERO).token();
		assertThat(token.remaining()).isZero();
		assertThat(token.isCancelled()).isFalse();
	}

	@Test
	void actionsRunOnceInOrderOnTheCancellingThread() {
		CancellationSource parent = CancellationSource.create();
		CancellationSource child = CancellationSource.linkedTo(parent.token());
		List<String> ran = new ArrayList<>();
		child.token().onCancel(() -> ran.add("first"));
		child.token().onCancel(() -> ran.add("removed")).close();
		child.token().onCancel(() -> ran.add("second on " + Thread.currentThread().getName()));
		parent.cancel();
		child.cancel();
		assertThat(ran).containsExactly("first", "second on " + Thread.currentThread().getName());
		child.token().onCancel(() -> ran.add("late"));
		assertThat(ran).endsWith("late");
	}

	@Test
	void throwingActionDoesNotStopOtherActions() {
		LogCapture log = LogCapture.of(CancellationToken.class);
		try {
			CancellationSource source = CancellationSource.create();
			AtomicInteger ran = new AtomicInteger();
			source.token().onCancel(() -> {
				throw new IllegalStateException();
			});
			source.token().onCancel(ran::incrementAndGet);
			source.cancel();
			assertThat(ran).hasValue(1);
			assertThat(log.thrown()).hasSize(1);
		}
		finally {
			log.close();
		}
	}

	@Test
	void waitsEndBeforeActionsRun() throws Exception {
		CancellationSource source = CancellationSource.create();
		BackpressureChannel<Integer> channel = BackpressureChannel.create(1);
		List<TestThread<Integer>> receiver = new ArrayList<>();
		AtomicInteger ran = new AtomicInteger();
		source.token().onCancel(() -> {
			Poll.until(() -> receiver.get(0).isDone());
			ran.incrementAndGet();
		});
		receiver.add(TestThread.call(() -> channel.receive(source.token())).awaitParked());
		source.cancel();
		assertThat(ran).hasValue(1);
	}

	@Test
	void longTokenChainsAreFollowed() {
		CancellationSource first = CancellationSource.create();
		CancellationToken last = first.token();
		for (int link = 0; link < 100_000; link++) {
			last = CancellationSource.linkedTo(last).token();
		}
		assertThat(last.isCancelled()).isFalse();
		first.cancel();
		assertThat(last.cause()).isSameAs(first.token().cause());
	}

	@Test
	void noneTokenIsNeverCancelled() {
		CancellationToken.NONE.onCancel(() -> {
			throw new AssertionError();
		}).close();
		assertThat(CancellationToken.NONE.isCancelled()).isFalse();
	}

}
