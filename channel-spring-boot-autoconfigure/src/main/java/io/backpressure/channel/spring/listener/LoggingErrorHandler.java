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
		logger.error("Listener '" + failed.listenerId() + "' discards a value of channel '" + failed.channelName()
				+ "' that it could not handle (" + failed.attempts()
				+ ((failed.attempts() == 1) ? " attempt)" : " attempts)"), failed.cause());
		return Outcome.DISCARDED;
	}

}
