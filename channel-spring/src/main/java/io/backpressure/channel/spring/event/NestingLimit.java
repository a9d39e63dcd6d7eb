package io.backpressure.channel.spring.event;

/**
 * Limits how deep the events of channels nest on a thread. A listener that sends to a
 * full channel causes the next event before it returns, of the same channel or another.
 */
final class NestingLimit {

	/** How many events may be in progress on a thread. */
	static final int DEPTH = 4;

	private static final ThreadLocal<Integer> depth = new ThreadLocal<>();

	private NestingLimit() {
	}

	/**
	 * Run an action, unless too many are in progress on this thread.
	 * @return whether the action ran
	 */
	static boolean run(Runnable action) {
		Integer before = depth.get();
		if (before != null && before == DEPTH) {
			return false;
		}
		depth.set((before != null) ? before + 1 : 1);
		try {
			action.run();
			return true;
		}
		finally {
			if (before != null) {
				depth.set(before);
			}
			else {
				depth.remove();
			}
		}
	}

}
