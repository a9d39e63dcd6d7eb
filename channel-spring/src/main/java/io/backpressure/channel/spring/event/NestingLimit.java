package io.backpressure.channel.spring.event;

/**
 * Limit on the nesting of channel events on a thread. A listener of channel events that
 * sends to a full channel causes a further event, of the same channel or another, before
 * the listener returns.
 */
final class NestingLimit {

	/** Largest number of events that are being published at the same time on a thread. */
	static final int DEPTH = 4;

	private static final ThreadLocal<Integer> depth = new ThreadLocal<>();

	private NestingLimit() {
	}

	/**
	 * Run an action, unless the limit is reached on this thread.
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
