package io.backpressure.channel.spring.listener;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.SendResult;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sends values that could not be handled, with their cause, to a channel. A dead-letter
 * channel that blocks makes the listener wait for room; what another one does not take is
 * discarded.
 */
final class DeadLetterErrorHandler implements ListenerErrorHandler {

	private static final Log logger = LogFactory.getLog(DeadLetterErrorHandler.class);

	private final BackpressureChannel<Object> channel;

	DeadLetterErrorHandler(BackpressureChannel<Object> channel) {
		this.channel = channel;
	}

	@Override
	public Outcome handle(FailedValue failed) throws InterruptedException {
		if (this.channel.strategy() == BackpressureStrategy.BLOCK) {
			this.channel.send(failed);
			return Outcome.DEAD_LETTERED;
		}
		SendResult result = this.channel.trySend(failed);
		if (result == SendResult.SENT) {
			return Outcome.DEAD_LETTERED;
		}
		logger.error(failed.discarded() + " that it could not handle: dead-letter channel '" + this.channel.name()
				+ "' answered " + result, failed.cause());
		return Outcome.DISCARDED;
	}

}
