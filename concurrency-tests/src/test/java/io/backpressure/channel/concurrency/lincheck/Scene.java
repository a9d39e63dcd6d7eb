package io.backpressure.channel.concurrency.lincheck;

import java.util.concurrent.Callable;

import io.backpressure.channel.BackpressureChannel;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * Threads that wait for each other in a script that has an end: the model checker plays
 * it in many schedules, and reports one in which a check fails or a thread never ends.
 */
public final class Scene {

	/*
	 * For the model checker a scene is an object with one operation, played by one thread
	 * that starts the others. Its simpler entry, Lincheck.runConcurrentTest, takes no
	 * guarantees, and one is needed: a thread that parks is woken for no reason unless
	 * the method that calls LockSupport is muted, and then a lost wake-up is not seen.
	 * Muting hides the switches between what that method itself reads and writes, and
	 * parkThread of Parking does neither. A rename of it would go unnoticed here; the
	 * planted faults would no longer be seen.
	 *
	 * Classes are instrumented if an object of them is reachable from the scene, or when
	 * an instrumented class makes one. The class that Java makes of a lambda, or of a
	 * reference to a constructor, is never instrumented. The body of a script is a method
	 * of the test, and RingChannel is made by such a reference; so a scene keeps an
	 * object of either. Without it RingChannel would run as is: no switch within it, and
	 * a thread that parks does so with the turn of the model checker in its hands, until
	 * that gives up after a minute.
	 */

	private static final ManagedStrategyGuarantee NO_WAKE_UP_WITHOUT_REASON = ManagedStrategyGuaranteeKt
		.forClasses((name) -> name.startsWith("io.backpressure.channel."))
		.methods("parkThread")
		.mute$lincheck();

	private static final BackpressureChannel<Integer> someChannel = BackpressureChannel.create(1);

	private static Object nextTest;

	private static Script nextScript;

	@SuppressWarnings("unused") // written to be seen
	private static volatile Object lastShared;

	@SuppressWarnings("unused") // see above
	private final Object channel = someChannel;

	@SuppressWarnings("unused") // likewise
	private final Object test = nextTest;

	private final Script script = nextScript;

	/** Play a scene of a test in many schedules. */
	static void play(Object test, Script script) {
		nextTest = test;
		nextScript = script;
		new ModelCheckingOptions().iterations(1)
			.invocationsPerIteration(Scale.SCHEDULES)
			.threads(1)
			.actorsPerThread(1)
			.actorsBefore(0)
			.actorsAfter(0)
			.sequentialSpecification(Plot.class)
			.addGuarantee(NO_WAKE_UP_WITHOUT_REASON)
			.check(Scene.class);
	}

	@Operation
	public String play() throws Exception {
		this.script.play();
		return Plot.END;
	}

	/**
	 * Give an object to all threads. That a lambda does so is not seen on Java 25: what
	 * happens to the object would be taken for the matter of one thread.
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

	/** What every scene must come to. */
	public static final class Plot {

		private static final String END = "the end";

		public String play() {
			return END;
		}

	}

	/** A thread, and what came of it. */
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

		/** Wait for the end; what was returned, or null if it failed. */
		R result() throws InterruptedException {
			join();
			return this.result;
		}

		/** Wait for the end; what it failed with, or null. */
		Exception failure() throws InterruptedException {
			join();
			return this.failure;
		}

		boolean failedWith(Class<? extends Exception> type) throws InterruptedException {
			return type.isInstance(failure());
		}

	}

}
