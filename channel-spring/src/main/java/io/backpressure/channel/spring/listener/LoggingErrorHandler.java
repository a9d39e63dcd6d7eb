package io.backpressure.channel.spring.listener;

/**
 * Error handler that logs the failure and discards the value.
 */
final class LoggingErrorHandler implements ListenerErrorHandler {

	private final FailureLog log;

	LoggingErrorHandler(FailureLog log) {
		this.log = log;
	}

	@Override
	public Outcome handle(FailedValue failed) {
		this.log.error("discards a value of channel '%s' that it could not handle", failed, failed.cause());
		return Outcome.DISCARDED;
	}

}
