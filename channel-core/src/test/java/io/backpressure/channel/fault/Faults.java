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

	/** Throw at random points of the next call on this thread, one in {@code rarity}. */
	public static void atRandom(long seed, int rarity) {
		Faults faults = current.get();
		faults.random.setSeed(seed);
		faults.rarity = rarity;
		faults.stackReserved = false;
	}

	/** Make every start of a thread by this thread fail. */
	public static void failStarts() {
		current.get().failStarts = true;
	}

	/** Return the number of failed starts. */
	public static long failedStarts() {
		return current.get().failedStarts;
	}

	/**
	 * Stop throwing.
	 * @return the number of faults that this thread has thrown so far
	 */
	public static long off() {
		Faults faults = current.get();
		faults.rarity = 0;
		faults.failStarts = false;
		return faults.thrown;
	}

	/** Called before an allocation, or before a call of code that may allocate. */
	public static void allocation() {
		Faults faults = current.get();
		if (faults.isDue()) {
			if (faults.stackReserved || faults.random.nextBoolean()) {
				throw new OutOfMemoryError("injected");
			}
			throw new StackOverflowError("injected");
		}
	}

	/** Called before a call of code that only needs stack. */
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

	/** Called before this thread parks. */
	public static void park() {
		Faults faults = current.get();
		if (faults.isDue()) {
			Thread.currentThread().interrupt();
		}
	}

	/** Called when the stack is checked. */
	public static void reserve() {
		call();
		Faults faults = current.get();
		faults.stackReserved = faults.rarity != 0;
	}

	/** Called by user code that the channel has called. */
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
