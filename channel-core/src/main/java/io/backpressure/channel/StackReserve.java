package io.backpressure.channel;

/**
 * Makes a call fail for want of stack while failing is still harmless.
 * <p>
 * A {@link StackOverflowError} within a step that cannot be undone, such as the wake-up
 * that is due after a claim, would leave the channel half changed. So a call that is
 * about to begin such a step first uses more stack than the step will.
 */
final class StackReserve {

	/** So many frames are enough for the step, compiled or interpreted. */
	private static final int FRAMES = 16;

	/** While code is interpreted, or linked for the first time. */
	private static final int FRAMES_AT_FIRST = 400;

	private static final int FIRST = 50_000;

	/** For what is neither of the two below. */
	static final StackReserve GENERAL = new StackReserve();

	static final StackReserve WAKE_UP = new StackReserve();

	static final StackReserve EVICTION = new StackReserve();

	/** Calls so far; racy, and exact enough. */
	private int calls;

	private StackReserve() {
	}

	/**
	 * Return normally only if there is stack left.
	 * @throws StackOverflowError if there is not
	 */
	void check() {
		int frames = FRAMES;
		if (this.calls < FIRST) {
			this.calls++;
			frames = FRAMES_AT_FIRST;
		}
		use(frames);
	}

	/**
	 * The same for a step that takes no call once all of it is compiled, so that it need
	 * not be checked any more.
	 * @return {@code true}
	 */
	boolean isThere() {
		if (this.calls < FIRST) {
			check();
		}
		return true;
	}

	private static int use(int frames) {
		return (frames == 0) ? 0 : use(frames - 1) + 1;
	}

}
