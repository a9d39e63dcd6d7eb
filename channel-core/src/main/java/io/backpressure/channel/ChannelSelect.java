package io.backpressure.channel;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Select over several channels: each call receives one value from the first channel that
 * has one. A channel that is closed and drained is skipped. A call that waits has a place
 * in the queue of each channel. A call that fails has taken no value, and no other
 * receiver misses a wake-up because of it.
 * <p>
 * The channels may have different strategies, and may include {@link SharedChannel}s.
 * Every attempt to receive from a {@code SharedChannel} is a call to a buffer outside the
 * JVM, which may block. The {@code receiveTimeout} of a channel does not apply, since an
 * idle channel among others has not failed. An exception carries the names of all
 * channels, unless the transport of one channel has failed. A select may be used by
 * several threads.
 *
 * <pre class="code">
 * ChannelSelect&lt;Order&gt; select = ChannelSelect.ordered(urgent, normal);
 * Selected&lt;Order&gt; next = select.receive(); // an urgent order if there is one
 * </pre>
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public final class ChannelSelect<T> {

	private final SelectSources<T> sources;

	private ChannelSelect(SelectSources<T> sources) {
		this.sources = sources;
	}

	/**
	 * Create a select that tries its channels in turn: after a value from one channel,
	 * the next channel is tried first. So a busy channel does not keep the others
	 * waiting.
	 * @param <T> the type of the values
	 * @param receivers at least one; each is a channel built by {@link ChannelBuilder} or
	 * a receiver that takes its values from such a channel
	 * @return a new select
	 * @throws IllegalArgumentException if there is no receiver, or one is of another
	 * kind, such as a mock
	 */
	@SafeVarargs
	@SuppressWarnings("varargs") // only reads the array
	public static <T> ChannelSelect<T> fair(ChannelReceiver<? extends T>... receivers) {
		return new ChannelSelect<>(new SelectSources<>(Arrays.asList(receivers), true));
	}

	/**
	 * Create a select that tries its channels by priority: a channel is tried only if
	 * those before it are empty.
	 * @param <T> the type of the values
	 * @param receivers at least one, the most important first; each is a channel built by
	 * {@link ChannelBuilder} or a receiver that takes its values from such a channel
	 * @return a new select
	 * @throws IllegalArgumentException if there is no receiver, or one is of another
	 * kind, such as a mock
	 */
	@SafeVarargs
	@SuppressWarnings("varargs") // only reads the array
	public static <T> ChannelSelect<T> ordered(ChannelReceiver<? extends T>... receivers) {
		return new ChannelSelect<>(new SelectSources<>(Arrays.asList(receivers), false));
	}

	/**
	 * Receive a value. Waits while no channel has one.
	 * @return the value, with the receiver that it came from
	 * @throws InterruptedException if the thread was interrupted before the call or while
	 * it waited; its interrupt status is cleared and no value was taken
	 * @throws ChannelClosedException if all channels are closed and drained; its cause
	 * comes from the first channel, in the given order, that was closed with a cause
	 */
	public Selected<T> receive() throws InterruptedException {
		return receive(WaitLimit.FOREVER, CancellationToken.NONE);
	}

	/**
	 * Receive a value, waiting no longer than the timeout.
	 * @param timeout the longest time to wait; if zero, the call tries each channel once
	 * @return the value, with the receiver that it came from
	 * @throws InterruptedException as in {@link #receive()}
	 * @throws ChannelClosedException as in {@link #receive()}
	 * @throws ChannelTimeoutException if the time ran out
	 * @throws IllegalArgumentException if the timeout is negative
	 */
	public Selected<T> receive(Duration timeout) throws InterruptedException {
		return receive(WaitLimit.nanos(timeout, "timeout"), CancellationToken.NONE);
	}

	/**
	 * Receive a value, waiting no longer than until the token is cancelled or its
	 * deadline passes.
	 * @param token the token that can cancel the receive; if it is already cancelled, the
	 * call fails even if a value is available; if its deadline has passed, the call tries
	 * each channel once
	 * @return the value, with the receiver that it came from
	 * @throws InterruptedException as in {@link #receive()}
	 * @throws ChannelClosedException as in {@link #receive()}
	 * @throws ChannelTimeoutException if the time ran out
	 * @throws ChannelCancelledException if the token was cancelled
	 */
	public Selected<T> receive(CancellationToken token) throws InterruptedException {
		return receive(WaitLimit.FOREVER, Objects.requireNonNull(token, "token must not be null"));
	}

	/**
	 * Receive a value if a channel has one. Neither waits nor checks the interrupt
	 * status.
	 * @return the value, with the receiver that it came from, or {@code null} if no
	 * channel has one
	 * @throws ChannelClosedException if all channels are closed and drained
	 */
	public @Nullable Selected<T> tryReceive() {
		Selected<T> selected = this.sources.poll(Attempt.ONLY);
		if (selected == null) {
			this.sources.throwIfDrained();
		}
		return selected;
	}

	private Selected<T> receive(long callLimit, CancellationToken token) throws InterruptedException {
		ReceivingChannel.throwIfInterrupted();
		throwIfCancelled(token);
		Selected<T> selected = this.sources.poll(Attempt.FIRST);
		return (selected != null) ? selected : receiveWaiting(callLimit, token);
	}

	private Selected<T> receiveWaiting(long callLimit, CancellationToken token) throws InterruptedException {
		long start = System.nanoTime();
		long limit = WaitLimit.earliest(callLimit, token, WaitLimit.FOREVER);
		for (long now = start;;) {
			this.sources.throwIfDrained();
			throwIfCancelled(token);
			long remaining = WaitLimit.remaining(limit, start, now);
			if (remaining == 0) {
				throw new ChannelTimeoutException(this.sources.names(), "receive",
						WaitLimit.kind(limit, callLimit, WaitLimit.FOREVER), Duration.ofNanos(limit));
			}
			SelectWait wait = this.sources.newWait();
			Selected<T> selected = null;
			try {
				this.sources.join(wait);
				now = wait.awaitValue(now, remaining, token);
				selected = this.sources.poll(wait, start, now);
			}
			finally {
				wait.end();
			}
			if (selected != null) {
				return selected;
			}
		}
	}

	private void throwIfCancelled(CancellationToken token) {
		Throwable cancelled = token.cause();
		if (cancelled != null) {
			throw new ChannelCancelledException(this.sources.names(), "receive", cancelled);
		}
	}

	@Override
	public String toString() {
		return "ChannelSelect[" + this.sources + "]";
	}

}
