package io.backpressure.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

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
 * idle channel among others has not failed. Exceptions carry the names of all channels. A
 * select may be used by several threads.
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

	/** Largest number of attempts to allocate a result. */
	private static final int ATTEMPTS = 100;

	private final List<SelectSource<?, ? extends T>> sources;

	private final boolean fair;

	/** Index of the source that is tried first. Racy: every index is correct. */
	private volatile int next;

	private ChannelSelect(List<SelectSource<?, ? extends T>> sources, boolean fair) {
		if (sources.isEmpty()) {
			throw new IllegalArgumentException("receivers must not be empty");
		}
		this.sources = List.copyOf(sources);
		this.fair = fair;
	}

	/**
	 * Create a select that tries its channels in turn: after a value from one channel,
	 * the next channel is tried first. So a busy channel does not keep the others
	 * waiting.
	 * @param <T> the type of the values
	 * @param receivers at least one channel built by {@link ChannelBuilder}, or receiver
	 * that takes its values from such a channel
	 * @return a new select
	 * @throws IllegalArgumentException if there is no receiver, or one is of another
	 * kind, such as a mock
	 */
	@SafeVarargs
	public static <T> ChannelSelect<T> fair(ChannelReceiver<? extends T>... receivers) {
		List<SelectSource<?, ? extends T>> sources = new ArrayList<>();
		for (ChannelReceiver<? extends T> receiver : receivers) {
			sources.add(SelectSource.of(receiver));
		}
		return new ChannelSelect<>(sources, true);
	}

	/**
	 * Create a select that tries its channels by priority: a channel is tried only if
	 * those before it are empty.
	 * @param <T> the type of the values
	 * @param receivers at least one channel built by {@link ChannelBuilder}, or receiver
	 * that takes its values from such a channel, the most important first
	 * @return a new select
	 * @throws IllegalArgumentException if there is no receiver, or one is of another
	 * kind, such as a mock
	 */
	@SafeVarargs
	public static <T> ChannelSelect<T> ordered(ChannelReceiver<? extends T>... receivers) {
		List<SelectSource<?, ? extends T>> sources = new ArrayList<>();
		for (ChannelReceiver<? extends T> receiver : receivers) {
			sources.add(SelectSource.of(receiver));
		}
		return new ChannelSelect<>(sources, false);
	}

	/**
	 * Receive a value. Waits while no channel has one.
	 * @return the value, with the receiver that it came from
	 * @throws InterruptedException if the thread was interrupted before the call or while
	 * it waited; its interrupt status is cleared and no value was taken
	 * @throws ChannelClosedException if all channels are closed and drained; its cause is
	 * that of the first channel, in the given order, that was closed with one
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
		Selected<T> selected = poll(Attempt.ONLY);
		if (selected == null) {
			throwIfDrained();
		}
		return selected;
	}

	private Selected<T> receive(long callLimit, CancellationToken token) throws InterruptedException {
		ReceivingChannel.throwIfInterrupted();
		throwIfCancelled(token);
		Selected<T> selected = poll(Attempt.FIRST);
		return (selected != null) ? selected : receiveWaiting(callLimit, token);
	}

	private Selected<T> receiveWaiting(long callLimit, CancellationToken token) throws InterruptedException {
		long start = System.nanoTime();
		long limit = WaitLimit.earliest(callLimit, token, WaitLimit.FOREVER);
		for (long now = start;;) {
			throwIfDrained();
			throwIfCancelled(token);
			long remaining = WaitLimit.remaining(limit, start, now);
			if (remaining == 0) {
				throw new ChannelTimeoutException(names(), "receive",
						WaitLimit.kind(limit, callLimit, WaitLimit.FOREVER), Duration.ofNanos(limit));
			}
			SelectWait wait = new SelectWait(this.sources.size());
			Selected<T> selected = null;
			try {
				this.sources.forEach((source) -> source.join(wait));
				now = wait.awaitValue(now, remaining, token);
				selected = poll(wait, start, now);
			}
			finally {
				wait.end();
			}
			if (selected != null) {
				return selected;
			}
		}
	}

	private @Nullable Selected<T> poll(Attempt attempt) {
		StackReserve.check();
		int first = this.next;
		int size = this.sources.size();
		for (int turn = 0; turn < size; turn++) {
			int index = (first + turn) % size;
			SelectSource<?, ? extends T> source = this.sources.get(index);
			T value = source.poll(attempt);
			if (value != null) {
				return selected(source, value, (index + 1) % size);
			}
		}
		return null;
	}

	/** Leave the queue of each channel in turn and try it, until one has a value. */
	private @Nullable Selected<T> poll(SelectWait wait, long start, long now) {
		StackReserve.check();
		int first = this.next;
		int size = this.sources.size();
		for (int turn = 0; turn < size; turn++) {
			int index = (first + turn) % size;
			SelectSource<?, ? extends T> source = this.sources.get(index);
			wait.end(index, true);
			T value = source.pollWaiting(start, now);
			if (value != null) {
				return selected(source, value, (index + 1) % size);
			}
		}
		return null;
	}

	/** Return the result. A brief lack of memory does not lose a value received. */
	private Selected<T> selected(SelectSource<?, ? extends T> source, T value, int next) {
		if (this.fair) {
			this.next = next;
		}
		for (int attempt = 1;; attempt++) {
			try {
				return new Selected<>(source.receiver(), value);
			}
			catch (OutOfMemoryError ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private void throwIfDrained() {
		for (SelectSource<?, ? extends T> source : this.sources) {
			if (!source.isDrained()) {
				return;
			}
		}
		throw new ChannelClosedException(names(), cause());
	}

	/** Return the cause of the first channel that was closed with one. */
	private @Nullable Throwable cause() {
		return this.sources.stream().map(SelectSource::cause).filter(Objects::nonNull).findFirst().orElse(null);
	}

	private void throwIfCancelled(CancellationToken token) {
		Throwable cancelled = token.cause();
		if (cancelled != null) {
			throw new ChannelCancelledException(names(), "receive", cancelled);
		}
	}

	private String names() {
		return this.sources.stream().map(SelectSource::channelName).collect(Collectors.joining(", "));
	}

	@Override
	public String toString() {
		return "ChannelSelect[" + names() + (this.fair ? ", fair]" : ", ordered]");
	}

}
