package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;

/**
 * A listener could not handle a value, all repetitions included, and its error handler
 * has been called.
 */
public final class ListenerFailureEvent extends ListenerEvent {

	private static final long serialVersionUID = 1L;

	private final transient FailedValue failed;

	/** Outcome for the value. */
	private final ListenerErrorHandler.Outcome outcome;

	/**
	 * Create the event of a value that could not be handled.
	 * @param channel the channel that the value came from
	 * @param failed the value and why it could not be handled
	 * @param outcome what has become of it
	 */
	public ListenerFailureEvent(BackpressureChannel<?> channel, FailedValue failed,
			ListenerErrorHandler.Outcome outcome) {
		super(channel, failed.listenerId());
		this.failed = failed;
		this.outcome = outcome;
	}

	/**
	 * Return the value and why it could not be handled.
	 * @return the failure
	 */
	public FailedValue getFailed() {
		return this.failed;
	}

	/**
	 * Return what has become of the value.
	 * @return the outcome
	 */
	public ListenerErrorHandler.Outcome getOutcome() {
		return this.outcome;
	}

}
