package io.backpressure.channel;

/**
 * Party other than a parked thread that waits in the queue of one side of a channel.
 */
interface Waiter {

	/**
	 * Wake up this party. Called by any thread, even the one that joins the queue,
	 * outside every lock and possibly more than once for each wait: must be brief and
	 * idempotent, and must not throw an exception.
	 */
	void wake();

}
