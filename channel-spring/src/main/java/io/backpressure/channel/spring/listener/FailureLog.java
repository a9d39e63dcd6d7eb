package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.backpressure.channel.spring.support.LogThrottle;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Rate-limited log of the failures of a listener. The first occurrence is logged with its
 * stack trace. While the failure repeats, one line per {@link #PERIOD} reports the count.
 * A failure that has not occurred for {@link #QUIET} counts as new. {@link #flush()} logs
 * the count of the repetitions since the last line.
 * <p>
 * Two failures count as the same if their level and subject are equal, and their
 * exceptions have the same class and were created at the same place. No method throws,
 * even if the logger, the exception or the {@link ValueDescriber} does.
 */
final class FailureLog {

	/** Shortest time between two lines about the same failure. */
	static final Duration PERIOD = Duration.ofSeconds(10);

	/** Time without an occurrence after which a failure counts as new. */
	static final Duration QUIET = Duration.ofMinutes(5);

	/**
	 * Largest number of different failures; bounds the memory if exceptions come from
	 * ever new places. Further failures are counted by level and subject alone.
	 */
	private static final int MAX_FAILURES = 100;

	private static final int MAX_DESCRIPTION = 200;

	private final Log logger;

	private final String listenerId;

	private final String channelName;

	private final ValueDescriber describer;

	private final LongSupplier nanoTime;

	private final Map<Key, Failure> failures = new ConcurrentHashMap<>();

	/**
	 * Create a log.
	 * @param logger the logger to write to
	 * @param listenerId the id of the listener
	 * @param channelName the name of its channel
	 * @param describer describes the values of failures
	 * @param nanoTime the clock, such as {@link System#nanoTime()}
	 */
	FailureLog(Log logger, String listenerId, String channelName, ValueDescriber describer, LongSupplier nanoTime) {
		this.logger = logger;
		this.listenerId = listenerId;
		this.channelName = channelName;
		this.describer = describer;
		this.nanoTime = nanoTime;
	}

	/**
	 * Log a failure.
	 * @param subject the rest of a sentence that begins with the listener and may contain
	 * {@code %s} for the name of its channel; equal for all failures of one kind
	 * @param failed the affected value, or {@code null}
	 * @param cause the cause
	 */
	void error(String subject, @Nullable FailedValue failed, Throwable cause) {
		log(true, subject, failed, cause);
	}

	/**
	 * Log a problem that loses no value.
	 * @param subject as in {@link #error}
	 * @param failed the affected value, or {@code null}
	 * @param cause the cause
	 */
	void warn(String subject, @Nullable FailedValue failed, Throwable cause) {
		log(false, subject, failed, cause);
	}

	/**
	 * Log an error that does not repeat and needs no stack trace.
	 * @param text the rest of a sentence that begins with the listener
	 */
	void stopped(String text) {
		try {
			this.logger.error("Listener '" + this.listenerId + "' " + text);
		}
		catch (Throwable ex) {
			// the logger failed: there is nowhere to report it
		}
	}

	/**
	 * Log a warning that does not repeat.
	 * @param text the rest of a sentence that begins with the listener
	 */
	void note(String text) {
		try {
			this.logger.warn("Listener '" + this.listenerId + "' " + text);
		}
		catch (Throwable ex) {
			// the logger failed: there is nowhere to report it
		}
	}

	private void log(boolean error, String subject, @Nullable FailedValue failed, Throwable cause) {
		try {
			failure(new Key(error, subject, cause.getClass().getName(), place(cause))).occurred(failed, cause);
		}
		catch (Throwable ex) {
			// the logger or the exception failed: there is nowhere to report it
		}
	}

	private Failure failure(Key key) {
		Key known = (this.failures.size() < MAX_FAILURES || this.failures.containsKey(key)) ? key
				: new Key(key.error(), key.subject(), "other exceptions", "");
		return this.failures.computeIfAbsent(known, Failure::new);
	}

	/** Log the counts that no line has reported yet. */
	void flush() {
		this.failures.values().forEach(Failure::flush);
	}

	private static String place(Throwable cause) {
		StackTraceElement[] trace = cause.getStackTrace();
		return (trace.length > 0) ? trace[0].toString() : "";
	}

	private String describe(FailedValue failed) {
		String description;
		try {
			description = Objects.requireNonNull(this.describer.describe(failed.value()));
		}
		catch (Throwable ex) {
			description = failed.value().getClass().getName();
		}
		return (description.length() <= MAX_DESCRIPTION) ? description
				: description.substring(0, MAX_DESCRIPTION) + "...";
	}

	private void write(Key key, String details, @Nullable Throwable cause) {
		String message = "Listener '" + this.listenerId + "' " + key.subject().formatted(this.channelName) + details;
		if (key.error()) {
			this.logger.error(message, cause);
		}
		else {
			this.logger.warn(message, cause);
		}
	}

	private record Key(boolean error, String subject, String exception, String place) {

	}

	/** Failure that may repeat. */
	private final class Failure {

		private final Key key;

		private final LogThrottle throttle = new LogThrottle(PERIOD, QUIET, FailureLog.this.nanoTime);

		Failure(Key key) {
			this.key = key;
		}

		void occurred(@Nullable FailedValue failed, Throwable cause) {
			LogThrottle.Line line = this.throttle.count();
			if (line == null) {
				return;
			}
			String details = (failed != null) ? " (" + failed.tries() + "): " + describe(failed) : "";
			if (line.first()) {
				writeEarlier(line.omitted());
				write(this.key, details, cause);
			}
			else {
				write(this.key, details + "; " + times(line.omitted() + 1) + ", the last with " + cause, null);
			}
		}

		/**
		 * Log how often the failure was repeated. The repeated exceptions are not kept,
		 * so the line names only their class and place.
		 */
		private void writeEarlier(long repeated) {
			if (repeated > 0) {
				write(this.key, "; " + times(repeated) + ", with " + this.key.exception()
						+ (this.key.place().isEmpty() ? "" : " at " + this.key.place()), null);
			}
		}

		void flush() {
			try {
				writeEarlier(this.throttle.flush());
			}
			catch (Throwable ex) {
				// the logger failed: there is nowhere to report it
			}
		}

		private String times(long repeated) {
			return repeated + " more since the last message";
		}

	}

}
