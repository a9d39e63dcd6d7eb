package io.backpressure.channel.benchmarks.redis;

/**
 * A way of handing values from one process to another through Redis.
 */
interface Transfer {

	/** What it is called in the report. */
	String name();

	/** Hand over a value, and return when Redis has it. */
	void push(String value) throws Exception;

	/** Take a value, of which there is one. */
	String pop() throws Exception;

}
