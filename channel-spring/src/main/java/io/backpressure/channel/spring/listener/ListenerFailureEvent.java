package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;

/**
 * Event published when a listener could not handle a value, even after all repetitions.
 * The error handler has already been called for the value.
 *
 * @since 0.1.0
 */
public final class ListenerFailureEvent extends ListenerEvent {

	private static final long serialVersionUID = 1L;

	private final transient FailedValue failed;

	/** Outcome for the value. */
	private final ListenerErrorHandler.Outcome outcome;

	/**
	 * Create an event for a value that could not be handled.
	 * @param channel the channel that the value came from
	 * @param failed the value and the cause of the failure
	 * @param outcome the outcome for the value
	 */
	public ListenerFailureEvent(BackpressureChannel<?> channel, FailedValue failed,
			ListenerErrorHandler.Outcome outcome) {
		super(channel, failed.listenerId());
		this.failed = failed;
		this.outcome = outcome;
	}

	/**
	 * Return the value and the cause of the failure.
	 * @return the failure
	 */
	public FailedValue getFailed() {
		return this.failed;
	}

	/**
	 * Return the outcome for the value.
	 * @return the outcome
	 */
	public ListenerErrorHandler.Outcome getOutcome() {
		return this.outcome;
	}

}
