package io.backpressure.channel.fault;

import java.util.Random;

/**
 * Points in the code of the channel at which something may be thrown. {@link FaultLoader}
 * puts calls of these into the classes that it loads; each thread asks for its own
 * faults.
 */
public final class Faults {

	private static final ThreadLocal<Faults> current = ThreadLocal.withInitial(Faults::new);

	private final Random random = new Random();

	/** Faults come at one point in so many; 0: at none. */
	private int rarity;

	/** The fault comes at this point from now; 0: at none. */
	private int countdown;

	/** Whether there is stack enough for a step that cannot be undone. */
	private boolean stackReserved;

	private long thrown;

	private boolean failStarts;

	private long failedStarts;

	private Faults() {
	}

	/** Throw at random points of the next call on this thread, one in so many. */
	public static void atRandom(long seed, int rarity) {
		Faults faults = current.get();
		faults.random.setSeed(seed);
		faults.rarity = rarity;
		faults.countdown = 0;
		faults.stackReserved = false;
	}

	/** Throw at one point of the next call on this thread. */
	public static void atPoint(int point) {
		Faults faults = current.get();
		faults.random.setSeed(point);
		faults.rarity = 0;
		faults.countdown = point;
		faults.stackReserved = false;
	}

	/** Let no thread be started by this one. */
	public static void failStarts() {
		current.get().failStarts = true;
	}

	/** How many starts have failed. */
	public static long failedStarts() {
		return current.get().failedStarts;
	}

	/**
	 * Throw no more.
	 * @return how many faults this thread has thrown so far
	 */
	public static long off() {
		Faults faults = current.get();
		faults.rarity = 0;
		faults.countdown = 0;
		faults.failStarts = false;
		return faults.thrown;
	}

	/** Something is about to be allocated, or code called that may allocate. */
	public static void allocation() {
		Faults faults = current.get();
		if (faults.isDue()) {
			if (faults.stackReserved || faults.random.nextBoolean()) {
				throw new OutOfMemoryError("injected");
			}
			throw new StackOverflowError("injected");
		}
	}

	/** Code is about to be called that needs nothing but stack. */
	public static void call() {
		Faults faults = current.get();
		if (!faults.stackReserved && faults.isDue()) {
			throw new StackOverflowError("injected");
		}
	}

	/** A thread is about to be started. */
	public static void start() {
		Faults faults = current.get();
		if (faults.failStarts) {
			faults.failedStarts++;
			throw new OutOfMemoryError("injected: unable to create native thread");
		}
	}

	/** This thread is about to park. */
	public static void park() {
		Faults faults = current.get();
		if (faults.isDue()) {
			Thread.currentThread().interrupt();
		}
	}

	/** The stack is checked. */
	public static void reserve() {
		call();
		Faults faults = current.get();
		faults.stackReserved = faults.rarity != 0 || faults.countdown != 0;
	}

	/** Code of the user is running, called by the channel. */
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
		boolean due = (this.rarity != 0) ? this.random.nextInt(this.rarity) == 0
				: this.countdown != 0 && --this.countdown == 0;
		if (due) {
			this.thrown++;
		}
		return due;
	}

}
