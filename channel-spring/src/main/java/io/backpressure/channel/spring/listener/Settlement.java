package io.backpressure.channel.spring.listener;

import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.listener.ListenerErrorHandler.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Settlement of values: each value is processed, passed to the error handler, or given
 * back. Each value is counted accordingly in the {@link ListenerStats}, whatever user
 * code throws. A value is acknowledged to its channel after it was handled or discarded,
 * but not if it is given back. No method throws.
 */
final class Settlement {

	private static final String EVENT_LISTENER_FAILED = "failed with a value of channel '%s', and an event listener "
			+ "failed to handle the ListenerFailureEvent";

	private final String listenerId;

	private final Intake intake;

	private final WorkerGroup group;

	private final ListenerCounters counters;

	private final ListenerErrorHandler errorHandler;

	private final GuardedPublisher events;

	private final FailureLog log;

	Settlement(String listenerId, Intake intake, WorkerGroup group, ListenerCounters counters,
			ListenerComponents components) {
		this.listenerId = listenerId;
		this.intake = intake;
		this.group = group;
		this.counters = counters;
		this.errorHandler = components.errorHandler();
		this.events = components.events();
		this.log = components.log();
	}

	/**
	 * Settle a value that the listener has handled.
	 * @param inFlight the value in flight, as in {@link Intake}
	 */
	void processed(Object inFlight) {
		acknowledge(inFlight);
		this.counters.processed();
	}

	/**
	 * Settle a value that the listener did not finish because it stopped. The value is
	 * kept for the next start, or given back to a shared channel.
	 * @param inFlight the value in flight, as in {@link Intake}
	 */
	void unfinished(Object inFlight) {
		try {
			this.intake.giveBack(inFlight, this.counters, this.log);
		}
		catch (Throwable ex) {
			this.counters.failed(Outcome.DISCARDED);
			this.log.error("loses a value of channel '%s', which it could not keep for its next start", null, ex);
		}
	}

	/**
	 * Settle a value for which the listener failed or could not be called. If the call
	 * failed because the listener stops, the value is given back.
	 * @param inFlight the value in flight, as in {@link Intake}
	 * @param cause the cause of the failure
	 * @param attempts the number of calls of the listener
	 * @param worker the worker of the calling thread
	 */
	void failed(Object inFlight, Throwable cause, int attempts, Worker worker) {
		if (mustStop(cause, worker)) {
			unfinished(inFlight);
			return;
		}
		FailedValue failed = null;
		Outcome outcome = Outcome.DISCARDED;
		try {
			Object value = this.intake.value(inFlight);
			failed = new FailedValue(this.listenerId, channelName(), (value != null) ? value : cause, cause, attempts);
			outcome = handle(failed, worker);
		}
		catch (Throwable ex) {
			this.log.error("discards a value of channel '%s', and could not call its error handler", failed, ex);
		}
		if (outcome == null) {
			unfinished(inFlight);
			return;
		}
		acknowledge(inFlight);
		this.counters.failed(outcome);
		publish(failed, outcome);
	}

	/**
	 * Return whether the value must be given back because the listener stops. Stops the
	 * listener if a channel to which it sends is closed.
	 */
	private boolean mustStop(Throwable thrown, Worker worker) {
		if (worker.isAborted()) {
			return true;
		}
		ClosedTargetException closed = ClosedTargetException.in(thrown);
		if (closed != null && this.group.end()) {
			this.log.stopped("has stopped because " + closed.getMessage()
					+ ". It does not lose the current value, and receives nothing more. Start the listener again when it "
					+ "can send, or close channel '" + channelName() + "', from which it receives, as well.");
		}
		return closed != null;
	}

	/**
	 * Return the outcome of a failure, or {@code null} if the value must be given back.
	 */
	private @Nullable Outcome handle(FailedValue failed, Worker worker) {
		Thread.interrupted(); // a pending interrupt was not sent by a stop
		try {
			Outcome outcome = this.errorHandler.handle(failed);
			if (outcome != null) {
				return outcome;
			}
			throw new IllegalStateException(
					"The error handler has returned null. Return the outcome of the value instead.");
		}
		catch (Throwable ex) {
			if (mustStop(ex, worker)) {
				return null;
			}
			if (ex != failed.cause()) {
				this.log.error("discards a value of channel '%s', since its error handler failed as well", failed, ex);
			}
			this.log.error("discards a value of channel '%s' that neither it nor its error handler could handle",
					failed, failed.cause());
			return Outcome.DISCARDED;
		}
	}

	private void publish(@Nullable FailedValue failed, Outcome outcome) {
		if (failed == null) {
			return;
		}
		try {
			this.events.publish(new ListenerFailureEvent(this.intake.channel(), failed, outcome),
					(ex) -> this.log.error(EVENT_LISTENER_FAILED, failed, ex));
		}
		catch (Throwable ex) {
			this.log.error(EVENT_LISTENER_FAILED, failed, ex);
		}
	}

	private void acknowledge(Object inFlight) {
		try {
			this.intake.acknowledge(inFlight);
		}
		catch (Throwable ex) {
			this.log.error("could not acknowledge a value of channel '%s', which may be redelivered", null, ex);
		}
	}

	private String channelName() {
		return this.intake.channel().name();
	}

}
