package io.backpressure.channel;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Closing of a channel: its cause, and the actions to run when it occurs.
 */
final class Closing {

	/*
	 * The cause is set before the buffer is closed, so that each exception that reports
	 * the channel as closed has the cause. The first call that closes the channel
	 * determines the cause: later calls find it set, even while the first call is still
	 * under way.
	 */

	/** Cause of a channel that is closed without one. */
	private static final Object NONE = new Object();

	private final ChannelName name;

	private final AtomicReference<@Nullable Object> cause = new AtomicReference<>();

	private final OneTimeEvent event = new OneTimeEvent();

	Closing(ChannelName name) {
		this.name = name;
	}

	/**
	 * Set the cause, unless it is set already.
	 * @param cause the cause, or {@code null} to close without one
	 * @return whether this call set it; the caller must then {@link #withdraw()} it if
	 * the buffer cannot be closed
	 */
	boolean begin(@Nullable Throwable cause) {
		return this.cause.compareAndSet(null, (cause != null) ? cause : NONE);
	}

	/** Clear the cause, since the channel could not be closed. */
	void withdraw() {
		this.cause.set(null);
	}

	/** Run the registered actions. Idempotent. */
	void occur() {
		begin(null);
		this.event.occur();
	}

	Registration onClose(Runnable action) {
		return this.event.onEvent(action);
	}

	/** Create the exception of a call that finds the channel closed. */
	ChannelClosedException exception() {
		return new ChannelClosedException(this.name.toString(),
				(this.cause.get() instanceof Throwable given) ? given : null);
	}

}
