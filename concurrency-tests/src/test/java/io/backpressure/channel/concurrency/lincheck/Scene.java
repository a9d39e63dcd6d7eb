package io.backpressure.channel.concurrency.lincheck;

import java.util.concurrent.Callable;

import io.backpressure.channel.BackpressureChannel;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * Script of threads that wait for each other and must all end. The model checker plays it
 * in many schedules, and reports a schedule in which a check fails or a thread never
 * ends.
 */
public final class Scene {

	/*
	 * For the model checker a scene is an object with one operation, executed by one
	 * thread that starts the others. The simpler entry point, Lincheck.runConcurrentTest,
	 * accepts no guarantees, which are settings for certain methods. One is needed:
	 * unless the method that calls LockSupport is muted, parked threads wake up
	 * spuriously, which hides a lost wake-up. Muting hides the switch points at reads and
	 * writes within a method, but Parking.parkThread has none. If parkThread were
	 * renamed, no error would occur here, but the lost wake-ups in the folder 'faults'
	 * would no longer be detected.
	 *
	 * A class is instrumented if an instance of it is reachable from the scene, or when
	 * an instrumented class creates one. The class that Java generates for a lambda or a
	 * constructor reference is never instrumented. The body of a script is a method of
	 * the test, and RingChannel is created by a constructor reference, so a scene holds
	 * an instance of the test and of RingChannel. Otherwise RingChannel would run without
	 * instrumentation: there would be no switch points within it, and a thread that parks
	 * would block the model checker until its timeout of one minute.
	 */

	private static final ManagedStrategyGuarantee NO_SPURIOUS_WAKE_UP = ManagedStrategyGuaranteeKt
		.forClasses((name) -> name.startsWith("io.backpressure.channel."))
		.methods("parkThread")
		.mute$lincheck();

	private static final BackpressureChannel<Integer> someChannel = BackpressureChannel.create(1);

	private static Object nextTest;

	private static Script nextScript;

	@SuppressWarnings("unused") // written to make an object shared
	private static volatile Object lastShared;

	@SuppressWarnings("unused") // makes an instance reachable; see above
	private final Object channel = someChannel;

	@SuppressWarnings("unused") // likewise
	private final Object test = nextTest;

	private final Script script = nextScript;

	/** Play a scene of a test in many schedules. */
	static void play(Object test, Script script) {
		play(test, Scale.SCHEDULES, script);
	}

	/** Play a scene in more schedules, since only few schedules can show a fault. */
	static void playOften(Object test, Script script) {
		play(test, 8 * Scale.SCHEDULES, script);
	}

	private static void play(Object test, int schedules, Script script) {
		nextTest = test;
		nextScript = script;
		new ModelCheckingOptions().iterations(1)
			.invocationsPerIteration(schedules)
			.threads(1)
			.actorsPerThread(1)
			.actorsBefore(0)
			.actorsAfter(0)
			.sequentialSpecification(Plot.class)
			.addGuarantee(NO_SPURIOUS_WAKE_UP)
			.check(Scene.class);
	}

	@Operation
	public String play() throws Exception {
		this.script.play();
		return Plot.END;
	}

	/**
	 * Share an object with all threads. On Java 25 the model checker does not notice that
	 * a lambda shares it, and would assume that a single thread uses the object.
	 */
	static <T> T share(T object) {
		lastShared = object;
		return object;
	}

	static <R> Role<R> start(Callable<R> action) {
		Role<R> role = new Role<>(action);
		role.thread.start();
		return role;
	}

	static void check(boolean condition, String expectation) {
		if (!condition) {
			throw new AssertionError("expected: " + expectation);
		}
	}

	interface Script {

		void play() throws Exception;

	}

	/** Specification of every scene: it ends. */
	public static final class Plot {

		private static final String END = "the end";

		public String play() {
			return END;
		}

	}

	/** Thread of a scene, with its result. */
	static final class Role<R> {

		private final Thread thread;

		private volatile R result;

		private volatile Exception failure;

		private Role(Callable<R> action) {
			this.thread = new Thread(() -> run(action));
		}

		private void run(Callable<R> action) {
			try {
				this.result = action.call();
			}
			catch (Exception ex) {
				this.failure = ex;
			}
		}

		void join() throws InterruptedException {
			this.thread.join();
		}

		void interrupt() {
			this.thread.interrupt();
		}

		/** Wait for the end. Returns the result, or null if the thread failed. */
		R result() throws InterruptedException {
			join();
			return this.result;
		}

		/** Wait for the end. Returns the exception of the thread, or null. */
		Exception failure() throws InterruptedException {
			join();
			return this.failure;
		}

		boolean failedWith(Class<? extends Exception> type) throws InterruptedException {
			return type.isInstance(failure());
		}

	}

}
