package io.backpressure.channel;

/**
 * Role of an attempt on the buffer within its call.
 */
enum Attempt {

	/** The only attempt to send or receive a value in a call that cannot wait. */
	ONLY,

	/** The first attempt of a call that can wait. */
	FIRST,

	/**
	 * An attempt after a wait, or one of several within a call. The call is timed as a
	 * whole.
	 */
	FURTHER

}
