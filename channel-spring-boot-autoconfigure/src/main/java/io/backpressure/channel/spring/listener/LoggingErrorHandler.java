package io.backpressure.channel.spring.listener;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs the failure, without the value, and discards the value.
 */
final class LoggingErrorHandler implements ListenerErrorHandler {

	private static final Log logger = LogFactory.getLog(LoggingErrorHandler.class);

	@Override
	public Outcome handle(FailedValue failed) {
		logger.error(failed.discarded() + " that it could not handle (" + failed.tries() + ")", failed.cause());
		return Outcome.DISCARDED;
	}

}
