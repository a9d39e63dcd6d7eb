package io.backpressure.channel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Handler that captures the log of one class and keeps it off the console.
 */
final class LogCapture extends Handler {

	private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());

	private final Logger logger;

	private LogCapture(Class<?> source) {
		this.logger = Logger.getLogger(source.getName());
	}

	static LogCapture of(Class<?> source) {
		LogCapture capture = new LogCapture(source);
		capture.logger.setUseParentHandlers(false);
		capture.logger.addHandler(capture);
		return capture;
	}

	/** Return the throwables that were logged. */
	List<Throwable> thrown() {
		return this.records.stream().map(LogRecord::getThrown).toList();
	}

	List<String> messages() {
		return this.records.stream().map(LogRecord::getMessage).toList();
	}

	void clear() {
		this.records.clear();
	}

	@Override
	public void publish(LogRecord record) {
		this.records.add(record);
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
		this.logger.removeHandler(this);
		this.logger.setUseParentHandlers(true);
	}

}
