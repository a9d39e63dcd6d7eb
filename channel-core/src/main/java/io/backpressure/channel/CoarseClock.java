package io.backpressure.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The time of day to 25 milliseconds, for a plain read: a clock costs more than a send.
 * <p>
 * A daemon thread sets it while it is used, and sleeps for good once nobody has used a
 * tick for a second. {@link #ASLEEP} then tells a reader to {@link #use() wake} it.
 */
final class CoarseClock {

	/** Read instead of a time while nothing ticks. */
	static final long ASLEEP = 0;

	private static final long TICK_NANOS = 25_000_000;

	private static final int IDLE_TICKS = 40;

	private static final VarHandle NOW;

	private static final VarHandle USED;

	@SuppressWarnings("unused") // through NOW
	private static long now = ASLEEP;

	@SuppressWarnings("unused") // through USED
	private static boolean used;

	static {
		try {
			NOW = MethodHandles.lookup().findStaticVarHandle(CoarseClock.class, "now", long.class);
			USED = MethodHandles.lookup().findStaticVarHandle(CoarseClock.class, "used", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private static final Thread ticker = start();

	private CoarseClock() {
	}

	/** Milliseconds of the epoch, or {@link #ASLEEP}. */
	static long now() {
		return (long) NOW.getOpaque();
	}

	/**
	 * Note that somebody uses this tick; called once per tick and user, not per read.
	 * @return the time, read from the system's clock if nothing ticked
	 */
	static long use() {
		USED.setOpaque(true);
		long time = now();
		if (time != ASLEEP) {
			return time;
		}
		time = System.currentTimeMillis();
		if (NOW.compareAndSet(ASLEEP, time)) {
			LockSupport.unpark(ticker);
		}
		return time;
	}

	private static Thread start() {
		Thread thread = new Thread(CoarseClock::tick, "backpressure-clock");
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		thread.start();
		return thread;
	}

	private static void tick() {
		int idle = 0;
		for (;;) {
			if ((boolean) USED.getAndSet(false)) {
				idle = 0;
			}
			else if (++idle > IDLE_TICKS) {
				NOW.setVolatile(ASLEEP);
				while (now() == ASLEEP) {
					LockSupport.park(CoarseClock.class);
				}
				idle = 0;
			}
			NOW.setVolatile(System.currentTimeMillis());
			LockSupport.parkNanos(CoarseClock.class, TICK_NANOS);
		}
	}

}
