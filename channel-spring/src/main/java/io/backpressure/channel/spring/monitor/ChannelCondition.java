package io.backpressure.channel.spring.monitor;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Condition of a channel and its listeners.
 *
 * @param state the worst state found
 * @param status the worst health status found, in the codes of Spring Boot: {@code UP},
 * {@code OUT_OF_SERVICE} for a channel that is too full, or {@code DOWN}
 * @param text a description of all findings; {@code null} if nothing is wrong
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ChannelCondition(State state, String status, @Nullable String text) {

	static final ChannelCondition WELL = new ChannelCondition(State.WELL, null);

	private static final String UP = "UP";

	/** Status codes from the best to the worst. */
	private static final List<String> STATUSES = List.of(UP, "OUT_OF_SERVICE", "DOWN");

	/**
	 * Create a condition whose health status follows from its state: {@code DOWN} for
	 * {@link State#UNREACHABLE} and {@link State#CLOSED}, and {@code UP} for every other
	 * state.
	 */
	ChannelCondition(State state, @Nullable String text) {
		this(state, (state.compareTo(State.UNREACHABLE) >= 0) ? "DOWN" : UP, text);
	}

	/**
	 * Return whether the condition should raise an alarm: the channel exceeds a limit
	 * that was set for it, its transport cannot be reached or rejects this JVM, or it was
	 * closed while the application is running.
	 * @return whether the channel is not {@code UP}
	 */
	@JsonIgnore // follows from the status
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

	/**
	 * Combine two conditions. The result has the worse of the two states, the worse of
	 * the two statuses, and both texts, that of the worse state first.
	 */
	ChannelCondition and(ChannelCondition other) {
		if (other.state.compareTo(this.state) > 0) {
			return other.and(this);
		}
		if (other.text == null) {
			return this;
		}
		String worse = (STATUSES.indexOf(other.status) > STATUSES.indexOf(this.status)) ? other.status : this.status;
		return new ChannelCondition(this.state, worse, this.text + "; " + other.text);
	}

	/**
	 * Severity of a condition for an operator.
	 */
	public enum Severity {

		/**
		 * Nothing is wrong.
		 */
		FINE,

		/**
		 * Something to investigate.
		 */
		TROUBLE,

		/**
		 * The channel is not {@code UP}, or its state is {@link State#DISCARDING}.
		 */
		SEVERE

	}

	/**
	 * State of a channel, from the best to the worst.
	 */
	public enum State {

		/**
		 * Nothing is wrong.
		 */
		WELL,

		/**
		 * All listeners of the channel are paused or stopped.
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
		 * A listener has been in one call for a minute or longer.
		 */
		HELD_UP,

		/**
		 * The channel has been too full for too long.
		 */
		SATURATED,

		/**
		 * Values are buffered, and none has been received for too long.
		 */
		STALLED,

		/**
		 * The transport cannot be reached, or rejects operations of this JVM.
		 */
		UNREACHABLE,

		/**
		 * The channel was closed while the application is running.
		 */
		CLOSED

	}

}
