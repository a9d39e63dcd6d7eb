package io.backpressure.channel.spring.listener;

/**
 * A value that a listener could not handle, all repetitions included. This is also what a
 * dead-letter channel carries.
 *
 * @param listenerId the id of the listener
 * @param channelName the name of the channel that the value was received from
 * @param value the value; if it cannot be read, the bytes of the {@link UnreadableValue}
 * or else the exception that says so
 * @param cause what the last call of the listener threw, or why there was none
 * @param attempts how often the listener was called with the value; zero if it cannot be
 * read, was delivered {@linkplain TooManyDeliveriesException too often}, or if the
 * context of its sender could not be set
 */
public record FailedValue(String listenerId, String channelName, Object value, Throwable cause, int attempts) {

	/** How often the listener was called with it, in words. */
	String tries() {
		return this.attempts + ((this.attempts == 1) ? " attempt" : " attempts");
	}

	/**
	 * Describe the failure without the value.
	 */
	@Override
	public String toString() {
		return "FailedValue[" + this.value.getClass().getSimpleName() + " of channel '" + this.channelName
				+ "', listener '" + this.listenerId + "', " + tries() + ", " + this.cause + "]";
	}

}
