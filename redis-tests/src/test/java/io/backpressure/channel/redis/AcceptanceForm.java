package io.backpressure.channel.redis;

/**
 * Extent of the acceptance tests: a short form in each build, and the full form with
 * {@code -Dredis.acceptance=full}.
 */
final class AcceptanceForm {

	private static final boolean FULL = "full".equals(System.getProperty("redis.acceptance"));

	private AcceptanceForm() {
	}

	static int times(int full, int otherwise) {
		return FULL ? full : otherwise;
	}

	/** Print a measurement. */
	static void report(String format, Object... values) {
		System.out.println("[acceptance] " + String.format(format, values));
	}

}
