package io.backpressure.channel.benchmarks.redis;

/**
 * Transfer of values through Redis.
 */
interface Transfer {

	/** Return the name in the report. */
	String name();

	/** Push a value, and return when Redis has stored it. */
	void push(String value) throws Exception;

	/** Pop a value, which must be available. */
	String pop() throws Exception;

}
