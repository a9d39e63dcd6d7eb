package io.backpressure.channel;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Asynchronous send that did not succeed at once, or that the executor attempts first.
 *
 * @param <T> the type of the value
 */
final class AsyncSend<T> extends AsyncCall<SendResult> {

	private final BufferedChannel<T> channel;

	private @Nullable T value;

	/**
	 * Set if the last attempt threw an exception, which that attempt has already
	 * reported. Also set while an attempt runs.
	 */
	private boolean reported;

	private AsyncSend(BufferedChannel<T> channel, T value, CancellationToken token) {
		super(channel, channel.sendCalls, "send", channel.settings.sendLimit(), token);
		this.channel = channel;
		this.value = value;
	}

	/**
	 * Send a value, at once if that is possible without waiting and without overtaking
	 * another asynchronous call.
	 */
	static <T> CompletableFuture<SendResult> start(BufferedChannel<T> channel, T value, CancellationToken token) {
		Objects.requireNonNull(value, "value must not be null");
		Throwable cancelled = Objects.requireNonNull(token, "token must not be null").cause();
		if (cancelled != null) {
			return CompletableFuture
				.failedFuture(channel.failed(new ChannelCancelledException(channel.name(), "send", cancelled)));
		}
		if (!channel.statistics.attemptsTakeTime && channel.sendCalls.isEmpty()) {
			// allocated first, see 'Errors' in BufferedChannel
			CompletableFuture<SendResult> done = new CompletableFuture<>();
			StackReserve.check();
			SendResult result = channel.attempt(value, Attempt.FIRST);
			if (result == SendResult.SENT || result == SendResult.DROPPED) {
				done.complete(result);
				return done;
			}
		}
		return new AsyncSend<>(channel, value, token).begin();
	}

	@Override
	@SuppressWarnings("NullAway") // the value is present until the call ends
	boolean tryOnce(Attempt attempt, long now) {
		SendResult result = attemptReporting(attempt);
		if (result == SendResult.CLOSED) {
			return fail(this.channel.closing.exception());
		}
		if (result == SendResult.FULL) {
			return this.channel.strategy() == BackpressureStrategy.ERROR
					&& fail(new ChannelFullException(this.channel.name(), this.channel.capacity()));
		}
		this.value = null;
		return succeed(result);
	}

	@SuppressWarnings("NullAway") // the value is present until the call ends
	private SendResult attemptReporting(Attempt attempt) {
		this.reported = true;
		SendResult result = (attempt != Attempt.FURTHER) ? this.channel.attempt(this.value, attempt)
				: this.channel.offer(this.value, attempt);
		this.reported = false;
		return result;
	}

	@Override
	Wait join(Waiter waiter) {
		return this.channel.joinSenders(waiter);
	}

	@Override
	void beginWait() {
		this.channel.statistics.blockedSends.increment();
		this.channel.callbacks.blocked();
		this.channel.statistics.sendTimes.begin();
	}

	@Override
	void endWait(long nanos) {
		this.channel.statistics.sendTimes.end(nanos);
		this.value = null;
	}

	@Override
	void report(ChannelException failure) {
		if (!this.reported) {
			this.channel.failed(failure);
		}
	}

}
