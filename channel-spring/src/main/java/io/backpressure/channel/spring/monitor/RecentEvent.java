package io.backpressure.channel.spring.monitor;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a channel lately, without any value of it. What happens
 * again and again is one event with a count.
 *
 * @param time when it happened first
 * @param until when it happened last
 * @param kind what happened
 * @param count how often, or to how many values
 * @param detail more of it, such as the listener that it concerns
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RecentEvent(Instant time, Instant until, Kind kind, long count, @Nullable String detail) {

	/**
	 * What may happen to a channel.
	 */
	public enum Kind {

		/** It has been there since. */
		OPENED,

		/** It was closed. */
		CLOSED,

		/** Values were dropped. */
		DROPPED,

		/** Sends had to wait. */
		BLOCKED,

		/** Sends failed. */
		FAILED,

		/** It was filled to its high watermark. */
		HIGH_WATERMARK,

		/** It has emptied to its low watermark. */
		LOW_WATERMARK,

		/** It has been too full for too long. */
		SATURATED,

		/** Values wait, and nobody receives. */
		STALLED,

		/** Its transport cannot be reached. */
		UNREACHABLE,

		/** It was saturated, stalled or unreachable, and is no longer. */
		RECOVERED,

		/** Listeners were paused by an operator. */
		PAUSED,

		/** Listeners were resumed by an operator. */
		RESUMED,

		/** What was buffered was discarded by an operator. */
		PURGED,

		/** A listener could not handle a value. */
		LISTENER_FAILED,

		/** A listener has not returned from a call for a minute. */
		LISTENER_HELD_UP

	}

}
