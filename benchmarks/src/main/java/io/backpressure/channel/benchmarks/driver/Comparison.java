package io.backpressure.channel.benchmarks.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.backpressure.channel.benchmarks.scenario.BusyProcess;
import io.backpressure.channel.benchmarks.scenario.Sample;
import io.backpressure.channel.benchmarks.scenario.Scenario;
import io.backpressure.channel.benchmarks.scenario.ScenarioProcess;

/**
 * Comparison of all contestants in one scenario. Each contestant runs in a separate
 * process. After a warm-up, each round measures every contestant once. The order
 * alternates: A B C, then C B A. So changes on the machine affect all contestants, and no
 * contestant is always the first after a pause.
 */
final class Comparison {

	private static final int IDLE_ROUNDS = 3;

	/**
	 * Factor for the number of rounds of a wake-up scenario. Wake-up times vary more from
	 * round to round than the times of other scenarios.
	 */
	private static final int WAKE_UP_FACTOR = 3;

	private static final int LISTEN_MILLIS = 250;

	private final Options options;

	private final Scenario scenario;

	private final Consumer<String> progress;

	private final Map<Result, JavaProcess> processes = new LinkedHashMap<>();

	private final List<JavaProcess> neighbours = new ArrayList<>();

	/**
	 * Times that a cache line took between processors. Measured before each round, except
	 * in a crowded scenario.
	 */
	private final List<Double> transfers = new ArrayList<>();

	private long patienceEnds;

	private int repeated;

	Comparison(Options options, Scenario scenario, Consumer<String> progress) {
		this.options = options;
		this.scenario = scenario;
		this.progress = progress;
	}

	/** Return the results. The first one is the reference. */
	List<Result> run(List<Contestant> contestants) throws InterruptedException {
		try {
			if (this.scenario.isCrowded()) {
				for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
					this.neighbours.add(new JavaProcess(BusyProcess.class, null, List.of()));
				}
			}
			for (Contestant contestant : contestants) {
				if (this.scenario.supports(contestant.implementation())) {
					start(contestant);
				}
			}
			int rounds = rounds();
			this.patienceEnds = System.nanoTime() + this.options.patience().toNanos();
			for (int round = 1; round <= rounds; round++) {
				this.progress.accept(this.scenario.label() + ": round " + round + " of " + rounds);
				awaitQuiet();
				if (!this.scenario.isCrowded()) {
					this.transfers.add(CacheLine.transferNanos());
				}
				while (!measureAll(round % 2 == 0) && System.nanoTime() < this.patienceEnds) {
					this.repeated++;
					for (Result result : this.processes.keySet()) {
						result.keep(round - 1);
					}
					awaitQuiet();
				}
			}
			return new ArrayList<>(this.processes.keySet());
		}
		finally {
			this.processes.values().forEach(JavaProcess::close);
			this.neighbours.forEach(JavaProcess::close);
		}
	}

	private int rounds() {
		int rounds = this.options.rounds();
		return switch (this.scenario.kind()) {
			case THROUGHPUT -> rounds;
			case WAKE_UP -> WAKE_UP_FACTOR * rounds;
			case IDLE -> Math.min(IDLE_ROUNDS, rounds); // long rounds that hardly vary
		};
	}

	/**
	 * Return the times that a cache line took between processors, in nanoseconds, in
	 * ascending order.
	 */
	double[] transfers() {
		return this.transfers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
	}

	/** Return the number of rounds discarded because other processes were busy. */
	int repeated() {
		return this.repeated;
	}

	private void start(Contestant contestant) throws InterruptedException {
		this.progress.accept(this.scenario.label() + ": warming up " + contestant.label());
		JavaProcess process = new JavaProcess(ScenarioProcess.class, contestant.override(), this.options.jvmArgs(),
				this.scenario.name(), contestant.implementation().name(), Integer.toString(this.options.millis()),
				Integer.toString(this.options.elements()));
		Result result = new Result(contestant);
		this.processes.put(result, process);
		if (process.reply(timeout()) == null) {
			fail(result, process);
		}
	}

	/** Wait until no other process is busy, but no longer than the options permit. */
	private void awaitQuiet() throws InterruptedException {
		boolean noisy = true;
		while (noisy && System.nanoTime() < this.patienceEnds) {
			MachineLoad load = new MachineLoad(this.neighbours);
			Thread.sleep(LISTEN_MILLIS);
			noisy = load.isNoisy();
		}
	}

	/** Measure one round. Returns whether the machine was quiet all the time. */
	private boolean measureAll(boolean backwards) throws InterruptedException {
		List<Result> turns = new ArrayList<>(this.processes.keySet());
		if (backwards) {
			Collections.reverse(turns);
		}
		boolean quiet = true;
		for (Result result : turns) {
			quiet &= measure(result);
		}
		return quiet;
	}

	private boolean measure(Result result) throws InterruptedException {
		JavaProcess process = this.processes.get(result);
		if (result.failure() != null || process == null) {
			return true;
		}
		List<JavaProcess> own = new ArrayList<>(this.neighbours);
		own.add(process);
		MachineLoad load = new MachineLoad(own);
		process.go();
		String reply = process.reply(timeout());
		if (reply != null) {
			boolean noisy = load.isNoisy();
			result.add(Sample.parse(reply), noisy);
			return !noisy;
		}
		fail(result, process);
		return true;
	}

	/**
	 * Record a failure and end the process immediately, since the process may be
	 * spinning.
	 */
	private void fail(Result result, JavaProcess process) {
		result.fail(process.isAlive() ? "took too long" : "failed");
		process.close();
	}

	private Duration timeout() {
		return Duration.ofMinutes(2).plusMillis(40L * this.options.millis());
	}

}
