package io.backpressure.channel;

/**
 * Party other than a parked thread that waits in the queue of one side of a channel.
 */
interface Waiter {

	/**
	 * Wake up this party. Called at most once for each wait, by a thread of the other
	 * side and outside every lock: must be brief, and must not throw an exception.
	 */
	void wake();

}
