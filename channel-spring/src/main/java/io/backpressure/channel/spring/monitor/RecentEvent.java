package io.backpressure.channel.spring.monitor;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Recent event of a channel, without any of its values. Repeated occurrences are one
 * event with a count.
 *
 * @param time the time of the first occurrence
 * @param until the time of the last occurrence
 * @param kind the kind of event
 * @param count the number of occurrences, or of affected values
 * @param detail further details, such as the affected listener; {@code null} if there are
 * none
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RecentEvent(Instant time, Instant until, Kind kind, long count, @Nullable String detail) {

	/**
	 * Kind of event.
	 */
	public enum Kind {

		/** The channel is observed from this time on. */
		OPENED,

		/** The channel was closed. */
		CLOSED,

		/** Values were dropped. */
		DROPPED,

		/** Sends had to wait. */
		BLOCKED,

		/** Sends failed. */
		FAILED,

		/** The channel was filled to its high watermark. */
		HIGH_WATERMARK,

		/** The channel was emptied to its low watermark. */
		LOW_WATERMARK,

		/** The channel has been too full for too long. */
		SATURATED,

		/** Values are buffered, and none is received. */
		STALLED,

		/** The transport cannot be reached, or rejects this JVM. */
		UNREACHABLE,

		/**
		 * The channel is no longer saturated or stalled, or its transport can be reached
		 * again.
		 */
		RECOVERED,

		/** Listeners were paused by an operator. */
		PAUSED,

		/** Listeners were resumed by an operator. */
		RESUMED,

		/** The buffered values were purged by an operator. */
		PURGED,

		/** The buffer was resized by an operator. */
		RESIZED,

		/** A listener could not handle a value. */
		LISTENER_FAILED,

		/** A listener has been in one call for a minute. */
		LISTENER_HELD_UP

	}

}
