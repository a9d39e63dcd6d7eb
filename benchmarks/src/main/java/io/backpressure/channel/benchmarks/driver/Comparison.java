package io.backpressure.channel.benchmarks.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.backpressure.channel.benchmarks.scenario.Neighbour;
import io.backpressure.channel.benchmarks.scenario.Sample;
import io.backpressure.channel.benchmarks.scenario.Scenario;
import io.backpressure.channel.benchmarks.scenario.ScenarioProcess;

/**
 * One scenario, all contestants: each warm in a process of its own, and measured in
 * turns, A B C A B C, so that what changes on the machine meanwhile hits all of them.
 */
final class Comparison {

	private static final int IDLE_ROUNDS = 3;

	private final Options options;

	private final Scenario scenario;

	private final Consumer<String> progress;

	private final Map<Result, JavaProcess> processes = new LinkedHashMap<>();

	private final List<JavaProcess> neighbours = new ArrayList<>();

	Comparison(Options options, Scenario scenario, Consumer<String> progress) {
		this.options = options;
		this.scenario = scenario;
		this.progress = progress;
	}

	/** The results; the first is the reference. */
	List<Result> run(List<Contestant> contestants) throws InterruptedException {
		try {
			if (this.scenario.isCrowded()) {
				for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
					this.neighbours.add(new JavaProcess(Neighbour.class, null, List.of()));
				}
			}
			for (Contestant contestant : contestants) {
				if (this.scenario.supports(contestant.implementation())) {
					start(contestant);
				}
			}
			int rounds = rounds();
			for (int round = 1; round <= rounds; round++) {
				this.progress.accept(this.scenario.label() + ": round " + round + " of " + rounds);
				for (Result result : this.processes.keySet()) {
					measure(result);
				}
			}
			return new ArrayList<>(this.processes.keySet());
		}
		finally {
			this.processes.values().forEach(JavaProcess::close);
			this.neighbours.forEach(JavaProcess::close);
		}
	}

	/** Waiting takes long, and is the same each time. */
	private int rounds() {
		boolean idle = this.scenario.kind() == Scenario.Kind.IDLE;
		return idle ? Math.min(IDLE_ROUNDS, this.options.rounds()) : this.options.rounds();
	}

	private void start(Contestant contestant) throws InterruptedException {
		this.progress.accept(this.scenario.label() + ": warming up " + contestant.label());
		JavaProcess process = new JavaProcess(ScenarioProcess.class, contestant.override(), this.options.jvmArgs(),
				this.scenario.name(), contestant.implementation().name(), Integer.toString(this.options.millis()),
				Integer.toString(this.options.elements()));
		Result result = new Result(contestant);
		this.processes.put(result, process);
		if (process.answer(timeout()) == null) {
			fail(result, process);
		}
	}

	private void measure(Result result) throws InterruptedException {
		JavaProcess process = this.processes.get(result);
		if (result.failure() != null || process == null) {
			return;
		}
		List<JavaProcess> own = new ArrayList<>(this.neighbours);
		own.add(process);
		MachineLoad load = new MachineLoad(own);
		process.go();
		String answer = process.answer(timeout());
		if (answer != null) {
			result.add(Sample.parse(answer), load.isNoisy());
		}
		else {
			fail(result, process);
		}
	}

	/** Ended at once: it may be spinning. */
	private void fail(Result result, JavaProcess process) {
		result.fail(process.isAlive() ? "took too long" : "failed");
		process.close();
	}

	private Duration timeout() {
		return Duration.ofSeconds(30).plusMillis(40L * this.options.millis());
	}

}
