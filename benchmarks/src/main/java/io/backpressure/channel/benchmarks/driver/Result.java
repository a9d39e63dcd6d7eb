package io.backpressure.channel.benchmarks.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.backpressure.channel.benchmarks.scenario.Sample;
import org.jspecify.annotations.Nullable;

/**
 * Results of one contestant in the rounds of one scenario.
 */
final class Result {

	private final Contestant contestant;

	/** One sample per round. */
	private final List<Sample> samples = new ArrayList<>();

	/** One flag per round, set if other processes were busy. */
	private final List<Boolean> disturbed = new ArrayList<>();

	private @Nullable String failure;

	Result(Contestant contestant) {
		this.contestant = contestant;
	}

	void add(Sample sample, boolean noisy) {
		this.samples.add(sample);
		this.disturbed.add(noisy);
	}

	/** Keep the given number of rounds and discard the later ones. */
	void keep(int rounds) {
		while (this.samples.size() > rounds) {
			this.samples.remove(rounds);
			this.disturbed.remove(rounds);
		}
	}

	void fail(String reason) {
		this.failure = reason;
	}

	Contestant contestant() {
		return this.contestant;
	}

	@Nullable String failure() {
		return this.failure;
	}

	double median(ToDoubleFunction<Sample> value) {
		return median(this.samples.stream().mapToDouble(value).toArray());
	}

	/** Return the speed relative to a reference in each round, in ascending order. */
	double[] ratios(Result reference) {
		int rounds = Math.min(this.samples.size(), reference.samples.size());
		double[] ratios = new double[rounds];
		for (int round = 0; round < rounds; round++) {
			ratios[round] = reference.samples.get(round).nanos() / this.samples.get(round).nanos();
		}
		Arrays.sort(ratios);
		return ratios;
	}

	/**
	 * Return the number of unreliable rounds. In such a round, other processes were busy
	 * while this contestant or the reference was measured, or the relative deviation of
	 * the reference from its median exceeded the tolerance.
	 */
	int noisyRounds(Result reference, double tolerance) {
		double usual = reference.median(Sample::nanos);
		int noisy = 0;
		for (int round = 0; round < Math.min(this.samples.size(), reference.samples.size()); round++) {
			double deviation = Math.abs(reference.samples.get(round).nanos() - usual) / usual;
			if (this.disturbed.get(round) || reference.disturbed.get(round) || deviation > tolerance) {
				noisy++;
			}
		}
		return noisy;
	}

	int rounds() {
		return this.samples.size();
	}

	static double median(double[] values) {
		if (values.length == 0) {
			return Double.NaN;
		}
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 != 0) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
