package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.support.ChannelAccess;
import org.jspecify.annotations.Nullable;

/**
 * Error handler that sends values that could not be handled, with their cause, to a
 * channel.
 * <p>
 * While a dead-letter channel with the strategy {@code BLOCK} is full, the listener waits
 * for room, but no longer than {@link #LIMIT}; then the value is discarded. After a wait
 * that timed out, the listener does not wait again until the dead-letter channel has
 * accepted a value. The listener never waits if nothing receives from the channel. A
 * value that a channel with another strategy does not accept is discarded at once. If the
 * dead-letter channel is closed, the listener stops. It keeps the value for its next
 * start, or gives the value back if it came from a shared channel.
 */
final class DeadLetterErrorHandler implements ListenerErrorHandler {

	/** Longest wait for room in the dead-letter channel. */
	static final Duration LIMIT = Duration.ofSeconds(5);

	private final BackpressureChannel<Object> channel;

	private final BooleanSupplier hasListener;

	private final FailureLog log;

	private final Duration limit;

	private volatile boolean lastWaitFailed;

	/**
	 * Create an error handler.
	 * @param channel the dead-letter channel
	 * @param hasListener reports whether the dead-letter channel has a listener
	 * @param log the log of the listener
	 * @param limit the longest wait for room
	 */
	DeadLetterErrorHandler(BackpressureChannel<Object> channel, BooleanSupplier hasListener, FailureLog log,
			Duration limit) {
		this.channel = channel;
		this.hasListener = hasListener;
		this.log = log;
		this.limit = limit;
	}

	@Override
	public Outcome handle(FailedValue failed) throws InterruptedException {
		SendResult result = (isShared() && mayWait()) ? await(failed) : this.channel.trySend(failed);
		if (result == SendResult.FULL && mayWait()) {
			result = await(failed);
		}
		return switch (result) {
			case SENT -> {
				this.lastWaitFailed = false;
				this.log.warn("sends a value of channel '%s' that it could not handle to dead-letter channel '"
						+ this.channel.name() + "'", failed, failed.cause());
				yield Outcome.DEAD_LETTERED;
			}
			case CLOSED -> throw closed(null);
			case FULL, DROPPED -> {
				this.log.error("discards a value of channel '%s' that it could not handle: dead-letter channel '"
						+ this.channel.name() + "' returned " + result, failed, failed.cause());
				yield Outcome.DISCARDED;
			}
		};
	}

	private boolean mayWait() {
		return this.channel.strategy() == BackpressureStrategy.BLOCK && !this.lastWaitFailed && isRead();
	}

	/**
	 * Return whether other JVMs share the channel. A single attempt to send to such a
	 * channel would fail at once if the transport were unreachable; a send that waits
	 * keeps trying.
	 */
	private boolean isShared() {
		return ChannelAccess.isShared(this.channel);
	}

	/** Return whether anything receives from the channel, as far as this JVM knows. */
	private boolean isRead() {
		return isShared() || this.hasListener.getAsBoolean() || this.channel.waitingReceivers() > 0
				|| this.channel.stats().receiveCount() > 0;
	}

	private SendResult await(FailedValue failed) throws InterruptedException {
		try {
			this.channel.send(failed, this.limit);
			return SendResult.SENT;
		}
		catch (ChannelTimeoutException ex) {
			this.lastWaitFailed = true;
			return SendResult.FULL;
		}
		catch (ChannelClosedException ex) {
			throw closed(ex);
		}
	}

	private ClosedTargetException closed(@Nullable ChannelClosedException ex) {
		return new ClosedTargetException(this.channel.name(), "dead letters", ex);
	}

	/** Warn if nothing receives from the channel. */
	void warnIfUnread() {
		if (!isRead()) {
			this.log.note("sends values that it cannot handle to channel '" + this.channel.name()
					+ "', from which no listener receives. When that channel holds " + this.channel.capacity()
					+ " values, a value is lost with each further one. Add a receiver, such as @ChannelListener(\""
					+ this.channel.name() + "\").");
		}
	}

}
