package io.backpressure.channel.concurrency.lincheck;

/**
 * Extent of the exploration by the model checker: short in each build, long in the
 * profile {@code long}.
 */
final class Scale {

	/** Random scenarios per set of operations. */
	static final int SCENARIOS = Integer.getInteger("lincheck.scenarios", 5);

	/** Schedules explored per scenario. */
	static final int INVOCATIONS = Integer.getInteger("lincheck.invocations", 50);

	/** Schedules explored per scene. */
	static final int SCHEDULES = Integer.getInteger("lincheck.schedules", 40);

	private Scale() {
	}

}
