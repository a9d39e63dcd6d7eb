package io.backpressure.channel;

/**
 * Place of a {@link Waiter} in the queue of one side of a channel.
 */
interface Wait {

	/**
	 * Leave the queue. If the waiter has been woken up, and more is available than it
	 * will take, the next one in the queue is woken up as well.
	 * @param tries whether the waiter will now try the buffer; otherwise it takes nothing
	 */
	void end(boolean tries);

}
