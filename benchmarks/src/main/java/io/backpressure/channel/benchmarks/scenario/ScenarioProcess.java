package io.backpressure.channel.benchmarks.scenario;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import io.backpressure.channel.benchmarks.peer.Implementation;

/**
 * Process that measures one implementation in one scenario. It warms up, reports that it
 * is ready, and then runs once for each line that it reads.
 */
public final class ScenarioProcess {

	/**
	 * Prefix of each line of the protocol. The measured library may print other lines.
	 */
	public static final String PREFIX = "@";

	/** Message of a process that has warmed up. */
	public static final String READY = "ready";

	private static final int FIRST_ELEMENTS = 2_000;

	private static final int MAX_ELEMENTS = 100_000_000;

	/** Minimum duration of a warm-up, in multiples of the target time of a run. */
	private static final int WARM_UP_RUNS = 4;

	/**
	 * Minimum number of wake-ups in a warm-up, enough for the JVM to compile the code.
	 * Does not apply to runs with a given number of elements.
	 */
	private static final int WARM_UP_WAKE_UPS = 10_000;

	/**
	 * Pause between the two warm-ups of a wake-up scenario. It resembles the pause while
	 * other processes warm up. Some code runs only after such a pause. Wake-ups are rare,
	 * so without this pause the JVM would compile that code only after the measurement.
	 */
	private static final int WARM_UP_PAUSE_MILLIS = 1_500;

	private ScenarioProcess() {
	}

	/**
	 * Warm up, then run on request.
	 * @param args scenario, implementation, milliseconds per run, elements per run (0: as
	 * many as fit into that time)
	 * @throws Exception if the measurement fails
	 */
	public static void main(String... args) throws Exception {
		Thread watcher = new Thread(ScenarioProcess::exitWithParent);
		watcher.setDaemon(true);
		watcher.start();
		PrintStream out = System.out;
		Scenario scenario = Scenario.valueOf(args[0]);
		int millis = Integer.parseInt(args[2]);
		int elements = Integer.parseInt(args[3]);
		Measurement measurement = scenario.prepare(Implementation.valueOf(args[1]), millis);
		elements = warmUp(scenario, measurement, millis, elements);
		if (scenario.kind() == Scenario.Kind.WAKE_UP) {
			Thread.sleep(WARM_UP_PAUSE_MILLIS);
			warmUp(scenario, measurement, millis, elements);
		}
		out.println(PREFIX + READY);
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		while (in.readLine() != null) {
			out.println(PREFIX + measurement.run(elements).format());
		}
		System.exit(0); // threads may still wait
	}

	/**
	 * Run until warmed up, except in an idle scenario, which needs no warm-up. Returns
	 * the number of elements that a run should have.
	 */
	private static int warmUp(Scenario scenario, Measurement measurement, int millis, int fixed) throws Exception {
		if (scenario.kind() == Scenario.Kind.IDLE) {
			return (fixed != 0) ? fixed : 10 * FIRST_ELEMENTS;
		}
		boolean slow = scenario.kind() == Scenario.Kind.WAKE_UP;
		int elements = (fixed != 0) ? fixed : slow ? 100 : FIRST_ELEMENTS;
		double target = millis * 1e6;
		double spent = 0;
		long done = 0;
		for (;;) {
			long start = System.nanoTime();
			measurement.run(elements);
			double nanos = System.nanoTime() - start;
			spent += nanos;
			done += elements;
			boolean warm = spent > WARM_UP_RUNS * target && (!slow || fixed != 0 || done >= WARM_UP_WAKE_UPS);
			if (fixed == 0) {
				double growth = Math.min(target / nanos, warm ? 10 : 4);
				elements = (int) Math.max(50, Math.min(MAX_ELEMENTS, elements * growth));
			}
			if (warm) {
				return elements;
			}
		}
	}

	/** Exit when the parent process ends, even if the current run never ends. */
	private static void exitWithParent() {
		ProcessHandle.current().parent().ifPresent((parent) -> parent.onExit().join());
		Runtime.getRuntime().halt(1);
	}

}
