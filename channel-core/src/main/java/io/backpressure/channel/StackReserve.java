package io.backpressure.channel;

/**
 * Check that lets a call overflow its stack while that is still harmless.
 * <p>
 * A {@link StackOverflowError} within a step that cannot be undone, such as the wake-up
 * after a value was added, would leave the channel in an inconsistent state. So a call
 * that is about to begin such a step first uses more stack than the step will.
 */
final class StackReserve {

	/** Enough for each step, and fewer than a model checker considers an endless loop. */
	private static final int FRAMES = 16;

	/**
	 * Enough for an executor, and fewer than {@link #FRAMES}, some of which a wake-up has
	 * already used.
	 */
	private static final int FRAMES_OF_EXECUTOR = 10;

	/** Enough to initialize the classes of an executor and to start its threads. */
	private static final int FRAMES_OF_FIRST_TASK = 64;

	/** Enough to initialize a logging system. */
	private static final int FRAMES_OF_LOG = 200;

	/**
	 * Number of calls during which the step may not be compiled yet, even if the check
	 * is.
	 */
	private static final int FIRST = 50_000;

	/** Calls so far; racy, since an approximate count suffices. */
	private static int calls;

	/** Set once asynchronous calls wait, so that a wake-up may call an executor. */
	private static boolean callsWait;

	private StackReserve() {
	}

	/** Let {@link #checkForWakeUp} reserve enough for asynchronous calls from now on. */
	static void reserveForCalls() {
		if (!callsWait) {
			callsWait = true;
		}
	}

	/**
	 * Return normally only if there is enough stack left.
	 * @throws StackOverflowError if there is not
	 */
	static void check() {
		if (calls < FIRST) {
			calls++;
			useMore(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
		}
		else {
			use(FRAMES);
		}
	}

	/**
	 * Return normally only if there is enough stack left for a step and a wake-up.
	 * @throws StackOverflowError if there is not
	 */
	static void checkForWakeUp() {
		if (callsWait) {
			useMore(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
		}
		else {
			check();
		}
	}

	/**
	 * Return normally only if there is enough stack left to call an executor. An overflow
	 * within it could leave it locked, or a pool without threads.
	 * @throws StackOverflowError if there is not
	 */
	static void checkForExecutor() {
		useMore(FRAMES_OF_EXECUTOR, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
	}

	/**
	 * Return normally only if there is enough stack left to call an executor for the
	 * first time. A class whose initialization has failed can never be used again.
	 * @throws StackOverflowError if there is not
	 */
	static void checkForFirstTask() {
		useMore(FRAMES_OF_FIRST_TASK, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
	}

	/**
	 * Return normally only if there is enough stack left to log an event, even if it is
	 * the first one; see {@link #checkForFirstTask}.
	 * @throws StackOverflowError if there is not
	 */
	static void checkForLog() {
		useMore(FRAMES_OF_LOG, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
	}

	private static int use(int frames) {
		return (frames == 0) ? 0 : use(frames - 1) + 1;
	}

	/** Use wider frames, compiled or not: all arguments are live after the call. */
	private static long useMore(int frames, long a, long b, long c, long d, long e, long f, long g, long h, long i,
			long j, long k, long l, long m, long n, long o, long p) {
		if (frames == 0) {
			return 0;
		}
		return useMore(frames - 1, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, a)
				+ a * b * c * d * e * f * g * h * i * j * k * l * m * n * o * p;
	}

}
