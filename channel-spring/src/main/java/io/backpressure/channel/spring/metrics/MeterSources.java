package io.backpressure.channel.spring.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * Sources of a meter: usually one channel or listener, several if more than one
 * application context uses the registry. Readers take no lock.
 */
final class MeterSources {

	/** Set if values only grow; the values of sources that leave are then kept. */
	private final @Nullable Maximum maximum;

	/**
	 * All sources, including several of one owner. Guarded by the lock of the registry.
	 */
	private final List<Source> members = new ArrayList<>();

	/** Written under the lock of the registry. */
	private volatile State state = new State(List.of(), 0, 0);

	private MeterSources(@Nullable Maximum maximum) {
		this.maximum = maximum;
	}

	/** Create the sources of a meter whose values rise and fall. */
	static MeterSources gauge() {
		return new MeterSources(null);
	}

	/** Create the sources of a meter whose values only grow. */
	static MeterSources counter() {
		return new MeterSources(new Maximum());
	}

	void add(Source source) {
		this.members.add(source);
		this.state = new State(distinct(), this.state.departedValue(), this.state.departedWeight());
	}

	/** Remove a source, and return whether it was the last. */
	boolean remove(Source source) {
		State before = this.state;
		this.members.remove(source);
		List<Source> live = distinct();
		boolean departs = this.maximum != null && live.size() < before.live().size();
		this.state = new State(live, before.departedValue() + (departs ? source.value() : 0),
				before.departedWeight() + (departs ? source.weight() : 0));
		return this.members.isEmpty();
	}

	/**
	 * Return one source of each owner, so that a channel that two contexts share counts
	 * once.
	 */
	private List<Source> distinct() {
		List<Source> live = new ArrayList<>();
		for (Source member : this.members) {
			if (live.stream().noneMatch((it) -> it.owner() == member.owner())) {
				live.add(member);
			}
		}
		return List.copyOf(live);
	}

	/** Return the sum of all values. */
	double sum() {
		State state = this.state;
		double sum = state.sum(Source::value) + state.departedValue();
		return (this.maximum != null) ? this.maximum.value(sum) : sum;
	}

	/** Return the sum of all weights, as a number of occurrences. */
	long count() {
		State state = this.state;
		double sum = state.sum(Source::weight) + state.departedWeight();
		return (long) ((this.maximum != null) ? this.maximum.weight(sum) : sum);
	}

	/** Return the sum of all values, divided by the sum of all weights. */
	double ratio() {
		State state = this.state;
		return state.sum(Source::value) / state.sum(Source::weight);
	}

	/** Return the largest value, or NaN if there is none. */
	double largest() {
		double largest = Double.NaN;
		for (Source source : this.state.live()) {
			double value = source.value();
			largest = (Double.isNaN(largest) || value > largest) ? value : largest;
		}
		return largest;
	}

	/**
	 * Contribution of one channel or listener to a meter.
	 */
	static final class Source {

		private final Object owner;

		private final DoubleSupplier value;

		private final DoubleSupplier weight;

		/** Create the source of a meter that reads one number. */
		Source(Object owner, DoubleSupplier value) {
			this(owner, value, () -> 0);
		}

		/**
		 * Create the source of a timer (total time and count) or of a ratio (part and
		 * whole).
		 */
		Source(Object owner, DoubleSupplier value, DoubleSupplier weight) {
			this.owner = owner;
			this.value = value;
			this.weight = weight;
		}

		Object owner() {
			return this.owner;
		}

		double value() {
			return this.value.getAsDouble();
		}

		double weight() {
			return this.weight.getAsDouble();
		}

	}

	/**
	 * Snapshot of the sources.
	 *
	 * @param live the current sources
	 * @param departedValue the sum of the last values of sources that have left
	 * @param departedWeight the sum of the last weights of sources that have left
	 */
	private record State(List<Source> live, double departedValue, double departedWeight) {

		double sum(ToDoubleFunction<Source> part) {
			double sum = 0;
			for (Source source : this.live) {
				sum += part.applyAsDouble(source);
			}
			return sum;
		}

	}

	/**
	 * Largest sums read so far. A source that leaves may continue to count while a reader
	 * still sees it, and the next reader must not see a smaller sum.
	 */
	private static final class Maximum {

		private final DoubleAccumulator value = new DoubleAccumulator(Math::max, 0);

		private final DoubleAccumulator weight = new DoubleAccumulator(Math::max, 0);

		double value(double sum) {
			this.value.accumulate(sum);
			return this.value.get();
		}

		double weight(double sum) {
			this.weight.accumulate(sum);
			return this.weight.get();
		}

	}

}
