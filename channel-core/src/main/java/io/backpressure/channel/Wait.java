package io.backpressure.channel;

/**
 * Place of a {@link Waiter} in the queue of one side of a channel.
 */
interface Wait {

	/**
	 * Leave the queue. If the waiter has been woken up, everything that is available and
	 * that it does not take is passed on to the next one in the queue.
	 * @param tries whether the waiter will now try the buffer, as a woken thread does
	 */
	void end(boolean tries);

}
