package io.backpressure.channel.spring.monitor;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Verdict on a channel and its listeners.
 *
 * @param state the worst finding
 * @param status the health of the channel by the codes of Spring Boot: {@code UP},
 * {@code OUT_OF_SERVICE} for a channel that is too full, or {@code DOWN}
 * @param text all findings for a reader, with since when; {@code null} if all is well
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChannelCondition(State state, String status, @Nullable String text) {

	static final ChannelCondition WELL = new ChannelCondition(State.WELL, null);

	private static final String UP = "UP";

	/** A condition whose health does not depend on the limits of the channel. */
	ChannelCondition(State state, @Nullable String text) {
		this(state, (state.compareTo(State.UNREACHABLE) >= 0) ? "DOWN" : UP, text);
	}

	/**
	 * Return whether the condition is one to alarm others: the channel is beyond a limit
	 * that was set for it, cannot be reached, or was closed although the application goes
	 * on.
	 * @return whether the channel is not {@code UP}
	 */
	@JsonIgnore // the status says so
	public boolean isUnhealthy() {
		return !this.status.equals(UP);
	}

	/**
	 * Return how much the condition matters to an operator.
	 * @return the severity
	 */
	@JsonProperty
	public Severity severity() {
		if (isUnhealthy() || this.state == State.DISCARDING) {
			return Severity.SEVERE;
		}
		return (this.state == State.WELL) ? Severity.FINE : Severity.TROUBLE;
	}

	/** Both findings: the worse state, and its text first. */
	ChannelCondition and(ChannelCondition other) {
		if (other.state.compareTo(this.state) > 0) {
			return other.and(this);
		}
		return (other.text == null) ? this
				: new ChannelCondition(this.state, this.status, this.text + "; " + other.text);
	}

	/**
	 * How much a condition matters to an operator.
	 */
	public enum Severity {

		/**
		 * Nothing is wrong.
		 */
		FINE,

		/**
		 * Worth a look.
		 */
		TROUBLE,

		/**
		 * A limit is exceeded, or values are being lost.
		 */
		SEVERE

	}

	/**
	 * What is wrong with a channel; the later the worse.
	 */
	public enum State {

		/**
		 * Nothing.
		 */
		WELL,

		/**
		 * Its listeners are paused or stopped.
		 */
		PAUSED,

		/**
		 * A listener cannot handle values, and passes them to a dead-letter channel.
		 */
		DEAD_LETTERING,

		/**
		 * Values are being dropped, or sends fail.
		 */
		LOSING,

		/**
		 * A listener cannot handle values, and discards them.
		 */
		DISCARDING,

		/**
		 * A listener has not returned from a call for a minute or longer.
		 */
		HELD_UP,

		/**
		 * It has been too full for too long.
		 */
		SATURATED,

		/**
		 * Values are waiting, and nobody has received any for too long.
		 */
		STALLED,

		/**
		 * Its transport cannot be reached, so that nobody here can send or receive.
		 */
		UNREACHABLE,

		/**
		 * It was closed although the application goes on.
		 */
		CLOSED

	}

}
