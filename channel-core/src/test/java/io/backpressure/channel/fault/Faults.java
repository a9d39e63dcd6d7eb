package io.backpressure.channel.fault;

import java.util.Random;

/**
 * Points in the code of the channel at which an error may be injected.
 * {@link FaultLoader} inserts calls of these methods into the classes that it loads. Each
 * thread requests its own faults.
 */
public final class Faults {

	private static final ThreadLocal<Faults> current = ThreadLocal.withInitial(Faults::new);

	private final Random random = new Random();

	/** One fault is injected per this number of points on average; 0 for none. */
	private int rarity;

	/** Set while there is enough stack for a step that cannot be undone. */
	private boolean stackReserved;

	private long thrown;

	private boolean failStarts;

	private long failedStarts;

	private Faults() {
	}

	/**
	 * Inject faults into this thread until {@link #off}, on average at one point in
	 * {@code rarity}.
	 */
	public static void atRandom(long seed, int rarity) {
		Faults faults = current.get();
		faults.random.setSeed(seed);
		faults.rarity = rarity;
		faults.stackReserved = false;
	}

	/** Make every start of a thread by this thread fail until {@link #off}. */
	public static void failStarts() {
		current.get().failStarts = true;
	}

	/** Return the number of starts by this thread that failed. */
	public static long failedStarts() {
		return current.get().failedStarts;
	}

	/**
	 * Stop all faults on this thread.
	 * @return the number of faults injected into this thread so far
	 */
	public static long off() {
		Faults faults = current.get();
		faults.rarity = 0;
		faults.failStarts = false;
		return faults.thrown;
	}

	/** Called at an allocation, or before a call of code that may allocate. */
	public static void allocation() {
		Faults faults = current.get();
		if (faults.isDue()) {
			if (faults.stackReserved || faults.random.nextBoolean()) {
				throw new OutOfMemoryError("injected");
			}
			throw new StackOverflowError("injected");
		}
	}

	/** Called before a call that can fail only for lack of stack. */
	public static void call() {
		Faults faults = current.get();
		if (!faults.stackReserved && faults.isDue()) {
			throw new StackOverflowError("injected");
		}
	}

	/** Called before a thread is started. */
	public static void start() {
		Faults faults = current.get();
		if (faults.failStarts) {
			faults.failedStarts++;
			throw new OutOfMemoryError("injected: unable to create native thread");
		}
	}

	/** Called before this thread parks. A fault here is an interrupt. */
	public static void park() {
		Faults faults = current.get();
		if (faults.isDue()) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Called when the channel checks that enough stack is left. After the check, no stack
	 * overflow is injected into code of the channel.
	 */
	public static void reserve() {
		call();
		Faults faults = current.get();
		faults.stackReserved = faults.rarity != 0;
	}

	/** Called in callbacks and observers. */
	public static void userCode() {
		Faults faults = current.get();
		if (faults.isDue()) {
			switch (faults.random.nextInt(3)) {
				case 0 -> throw new IllegalStateException("injected");
				case 1 -> throw new OutOfMemoryError("injected");
				default -> throw new StackOverflowError("injected");
			}
		}
	}

	private boolean isDue() {
		boolean due = this.rarity != 0 && this.random.nextInt(this.rarity) == 0;
		if (due) {
			this.thrown++;
		}
		return due;
	}

}
