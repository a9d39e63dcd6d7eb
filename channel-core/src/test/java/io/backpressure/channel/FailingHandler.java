package io.backpressure.channel;

import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Log handler that throws for each record, as a broken appender may.
 */
public final class FailingHandler extends Handler {

	@Override
	public void publish(LogRecord record) {
		throw new IllegalStateException("the appender failed");
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
	}

}
