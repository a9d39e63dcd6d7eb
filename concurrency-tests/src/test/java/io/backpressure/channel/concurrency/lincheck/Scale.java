package io.backpressure.channel.concurrency.lincheck;

/**
 * How much the model checker explores: little in each build, much in the profile
 * {@code long}.
 */
final class Scale {

	/** Random scenarios for each set of operations. */
	static final int SCENARIOS = Integer.getInteger("lincheck.scenarios", 5);

	/** Schedules explored of each scenario. */
	static final int INVOCATIONS = Integer.getInteger("lincheck.invocations", 100);

	/** Schedules explored of each scene. */
	static final int SCHEDULES = Integer.getInteger("lincheck.schedules", 150);

	private Scale() {
	}

}
