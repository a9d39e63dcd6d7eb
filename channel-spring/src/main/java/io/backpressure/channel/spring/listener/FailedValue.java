package io.backpressure.channel.spring.listener;

/**
 * Value that a listener could not handle after all repetitions. A dead-letter channel
 * carries values of this type.
 *
 * @param listenerId the id of the listener
 * @param channelName the name of the channel that the value was received from
 * @param value the value; for a value that cannot be read, the received bytes if
 * {@code cause} is an {@link UnreadableValue}, or else {@code cause} itself
 * @param cause the exception of the last call, or the reason why there was no call
 * @param attempts the number of calls with the value; zero if the value cannot be read or
 * was delivered {@linkplain TooManyDeliveriesException too often}, or if the context of
 * its sender could not be set
 * @since 0.1.0
 */
public record FailedValue(String listenerId, String channelName, Object value, Throwable cause, int attempts) {

	/** Return the number of calls in words. */
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
