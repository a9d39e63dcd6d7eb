package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.ChannelTimeoutException.Limit;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;
import org.mockito.Mockito;
import org.mockito.stubbing.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for listener threads above the lower bound of the concurrency. They end after ten
 * seconds without values.
 */
class ListenerShrinkTests {

	private final AtomicBoolean tenSecondsPass = new AtomicBoolean();

	private final AtomicInteger timeouts = new AtomicInteger();

	@Test
	void idleThreadsEndDownToTheLowerBound() throws Exception {
		TestListener desk = new TestListener();
		desk.channel = channel(desk.channel);
		desk.options = ListenerOptions.NONE.withConcurrency("2-4");
		CountDownLatch release = new CountDownLatch(1);
		desk.invoker = (argument) -> {
			release.await();
			return null;
		};
		ListenerContainer listener = desk.create();
		listener.start();
		desk.send(1, 2, 3, 4);
		Poll.until(() -> listener.activeThreads() == 4);
		release.countDown();
		TestListener.awaitSettled(listener, 4);
		assertThat(listener.threads()).isEqualTo(4);
		this.tenSecondsPass.set(true);
		Poll.until(() -> listener.threads() == 2);
		int before = this.timeouts.get();
		Poll.until(() -> this.timeouts.get() >= before + 10);
		this.tenSecondsPass.set(false);
		desk.send(5);
		TestListener.awaitSettled(listener, 5);
		assertThat(listener.threads()).isEqualTo(2);
		listener.stop();
	}

	/**
	 * Create a channel whose receives time out at once, as if ten seconds had passed,
	 * while the channel is empty and {@link #tenSecondsPass} is set.
	 */
	private BackpressureChannel<?> channel(BackpressureChannel<?> real) {
		Answer<Object> delegate = AdditionalAnswers.delegatesTo(real);
		return Mockito.mock(BackpressureChannel.class, (call) -> {
			if (!call.getMethod().getName().equals("receive")) {
				return delegate.answer(call);
			}
			CancellationToken token = call.getArgument(0);
			while (!token.isCancelled()) {
				if (real.size() > 0) {
					return delegate.answer(call);
				}
				if (this.tenSecondsPass.get()) {
					this.timeouts.incrementAndGet();
					throw new ChannelTimeoutException("orders", "receive", Limit.CHANNEL, Duration.ofSeconds(10));
				}
				Thread.sleep(1);
			}
			return delegate.answer(call);
		});
	}

}
