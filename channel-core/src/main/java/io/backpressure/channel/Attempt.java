package io.backpressure.channel;

/**
 * Role that one try of the buffer has in the call that makes it.
 */
enum Attempt {

	/** The only try of a call that cannot wait. */
	ONLY,

	/** The first try of a call that can wait. */
	FIRST,

	/** A try after a wait, or one of several within a call; the call is timed. */
	FURTHER

}
