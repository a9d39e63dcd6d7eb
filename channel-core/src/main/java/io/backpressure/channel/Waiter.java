package io.backpressure.channel;

/**
 * Party that waits in the queue of one side of a channel: an asynchronous call, a line of
 * such calls or a select. A thread that waits for a single channel is in the queue
 * itself.
 */
interface Waiter {

	/**
	 * Wake up this party. Called by any thread, even the one that joins the queue,
	 * outside every lock and possibly more than once for each wait: must be brief and
	 * idempotent, and must not throw an exception.
	 */
	void wake();

}
