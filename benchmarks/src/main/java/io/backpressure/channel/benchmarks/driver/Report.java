package io.backpressure.channel.benchmarks.driver;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.backpressure.channel.benchmarks.scenario.Sample;
import io.backpressure.channel.benchmarks.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * Report in Markdown: a table for each scenario as soon as the scenario has been
 * measured, then a summary of all scenarios, and the notes.
 */
final class Report {

	/**
	 * Largest relative deviation of the reference from its median in a reliable round.
	 */
	private static final double TOLERANCE = 0.3;

	private final PrintStream out;

	private final List<Contestant> contestants;

	private final Map<Scenario, Map<Contestant, String>> summary = new LinkedHashMap<>();

	private final Map<Scenario, String> transfers = new LinkedHashMap<>();

	Report(PrintStream out, List<Contestant> contestants) {
		this.out = out;
		this.contestants = contestants;
	}

	void header(List<String> facts) {
		this.out.println("# Benchmark of " + this.contestants.size() + " implementations");
		this.out.println();
		facts.forEach((fact) -> this.out.println("- " + fact));
	}

	void scenario(Scenario scenario, List<Result> results, int repeated, double[] transfers) {
		this.out.printf("%n## %s%n%n", scenario.label());
		List<String> heads = heads(scenario.kind());
		row(heads);
		rule(heads.size());
		Map<Contestant, String> cells = new LinkedHashMap<>();
		for (Result result : results) {
			row(cells(scenario, result, results.get(0)));
			cells.put(result.contestant(), summary(scenario, result, results.get(0)));
		}
		this.summary.put(scenario, cells);
		if (repeated != 0) {
			this.out.printf("%nOther processes were busy: %d rounds were discarded and repeated.%n", repeated);
		}
		if (transfers.length != 0) {
			String median = number(Result.median(transfers));
			this.transfers.put(scenario, median + " ns");
			this.out.printf("%nA cache line took %s ns from processor to processor (%s to %s).%n", median,
					number(transfers[0]), number(transfers[transfers.length - 1]));
		}
		this.out.flush();
	}

	private static List<String> heads(Scenario.Kind kind) {
		return switch (kind) {
			case THROUGHPUT ->
				List.of("", "ratio", "spread", "ns/element", "CPU ns/element", "B/element", "noisy rounds");
			case WAKE_UP -> List.of("", "ratio", "spread", "p50 ns", "CPU ns/wake-up", "B/wake-up", "noisy rounds");
			case IDLE -> List.of("", "CPU µs/s of the waiter", "CPU ms/s of the process", "noisy rounds");
		};
	}

	private static List<String> cells(Scenario scenario, Result result, Result reference) {
		String label = result.contestant().label();
		String failure = result.failure();
		if (failure != null) {
			return List.of(label, failure);
		}
		String noise = noise(scenario, result, reference) + " of " + result.rounds();
		if (scenario.kind() == Scenario.Kind.IDLE) {
			return List.of(label, number(result.median(Sample::nanos) / 1e3),
					number(result.median(Sample::cpuNanos) / 1e6), noise);
		}
		double[] ratios = result.ratios(reference);
		String spread = (ratios.length != 0) ? ratio(ratios[0]) + " – " + ratio(ratios[ratios.length - 1]) : "";
		return List.of(label, ratio(Result.median(ratios)), spread, number(result.median(Sample::nanos)),
				number(result.median(Sample::cpuNanos)), number(result.median(Sample::bytes)), noise);
	}

	private static String summary(Scenario scenario, Result result, Result reference) {
		if (result.failure() != null) {
			return result.failure();
		}
		String doubt = (3 * noise(scenario, result, reference) > result.rounds()) ? "~" : "";
		if (scenario.kind() == Scenario.Kind.IDLE) {
			return number(result.median(Sample::nanos) / 1e3) + " µs/s" + doubt;
		}
		if (result == reference) {
			return "1 (" + number(result.median(Sample::nanos)) + " ns)" + doubt;
		}
		return ratio(Result.median(result.ratios(reference))) + doubt;
	}

	/**
	 * Return the number of noisy rounds. Deviations do not count in a scenario of kind
	 * {@code IDLE}, since the tiny times of a waiter always deviate widely from their
	 * median.
	 */
	private static int noise(Scenario scenario, Result result, Result reference) {
		boolean idle = scenario.kind() == Scenario.Kind.IDLE;
		return result.noisyRounds(reference, idle ? Double.POSITIVE_INFINITY : TOLERANCE);
	}

	void summary() {
		this.out.printf("%n## All scenarios%n%n");
		this.out.printf("Speed relative to the first implementation with a result in the column, median of the rounds; "
				+ "idle: processor time of the waiter. "
				+ "~: more than a third of the rounds were noisy. –: not supported, see the notes.%n%n");
		List<String> heads = new ArrayList<>(List.of(""));
		this.summary.keySet().forEach((scenario) -> heads.add(scenario.label()));
		row(heads);
		rule(heads.size());
		for (Contestant contestant : this.contestants) {
			List<String> cells = new ArrayList<>(List.of(contestant.label()));
			this.summary.values().forEach((cell) -> cells.add(orDash(cell.get(contestant))));
			row(cells);
		}
		List<String> transfers = new ArrayList<>(List.of("*a cache line*"));
		this.summary.keySet().forEach((scenario) -> transfers.add(orDash(this.transfers.get(scenario))));
		row(transfers);
	}

	void notes() {
		this.out.printf("%n## Notes%n%n");
		for (Contestant contestant : this.contestants) {
			boolean supported = contestant.implementation().isSupported();
			this.out.println("- " + contestant.label() + ": " + contestant.implementation().note()
					+ (supported ? "" : "; **skipped on this Java**"));
		}
		if (Runtime.version().feature() < 21) {
			this.out.println("- Scenarios with virtual threads need Java 21, and were skipped.");
		}
		this.out.flush();
	}

	private void row(List<String> cells) {
		this.out.println("| " + String.join(" | ", cells) + " |");
	}

	private void rule(int columns) {
		this.out.println("|---|" + "---:|".repeat(columns - 1));
	}

	private static String orDash(@Nullable String cell) {
		return (cell != null) ? cell : "–";
	}

	private static String ratio(double value) {
		return (value < 0.005) ? "< 0.01" : number(value);
	}

	/**
	 * Format a number with two decimals below 10, one below 100 and none above. A number
	 * that two decimals would round to zero is printed as 0.
	 */
	static String number(double value) {
		if (Double.isNaN(value)) {
			return "–";
		}
		double size = Math.abs(value);
		String format = (size >= 99.95) ? "%,.0f" : (size >= 9.995) ? "%.1f" : (size >= 0.005) ? "%.2f" : "%.0f";
		return String.format(Locale.ROOT, format, value);
	}

}
