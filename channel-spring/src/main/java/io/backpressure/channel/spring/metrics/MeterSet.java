package io.backpressure.channel.spring.metrics;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one channel or listener in a registry. If several sets contain a meter with
 * the same id, they share it: a counter, timer or plain gauge shows the sum over these
 * sets, a ratio divides the sum of the parts by the sum of the wholes, and a time gauge
 * shows the largest value. Thread-safe.
 */
final class MeterSet {

	private final MeterRegistry registry;

	private final Object owner;

	private final String prefix;

	private final Tags tags;

	private final Queue<SharedMeters.Membership<?>> memberships = new ConcurrentLinkedQueue<>();

	private volatile boolean removed;

	/**
	 * Create a set without meters.
	 * @param registry the registry of the meters
	 * @param owner the channel or listener
	 * @param prefix the prefix of the meter names
	 * @param tags the tags of all meters of this set
	 */
	MeterSet(MeterRegistry registry, Object owner, String prefix, Tags tags) {
		this.registry = registry;
		this.owner = owner;
		this.prefix = prefix;
		this.tags = tags;
	}

	void counter(String name, Tags tags, String unit, String description, DoubleSupplier count) {
		MeterSources sources = MeterSources.counter();
		join(sources, new MeterSources.Source(this.owner, count),
				() -> FunctionCounter.builder(this.prefix + name, sources, MeterSources::sum)
					.tags(this.tags.and(tags))
					.baseUnit(unit)
					.description(description)
					.register(this.registry));
	}

	void timer(String name, String description, DoubleSupplier count, DoubleSupplier nanos) {
		MeterSources sources = MeterSources.counter();
		join(sources, new MeterSources.Source(this.owner, nanos, count),
				() -> FunctionTimer
					.builder(this.prefix + name, sources, MeterSources::count, MeterSources::sum, TimeUnit.NANOSECONDS)
					.tags(this.tags)
					.description(description)
					.register(this.registry));
	}

	void gauge(String name, @Nullable String unit, String description, DoubleSupplier value) {
		MeterSources sources = MeterSources.gauge();
		join(sources, new MeterSources.Source(this.owner, value),
				() -> Gauge.builder(this.prefix + name, sources, MeterSources::sum)
					.tags(this.tags)
					.baseUnit(unit)
					.description(description)
					.register(this.registry));
	}

	void ratio(String name, String description, DoubleSupplier part, DoubleSupplier whole) {
		MeterSources sources = MeterSources.gauge();
		join(sources, new MeterSources.Source(this.owner, part, whole),
				() -> Gauge.builder(this.prefix + name, sources, MeterSources::ratio)
					.tags(this.tags)
					.description(description)
					.register(this.registry));
	}

	/**
	 * Add a time gauge that shows the largest value of its sources. A source returns NaN
	 * if it has no value.
	 */
	void largest(String name, String description, TimeUnit unit, DoubleSupplier time) {
		MeterSources sources = MeterSources.gauge();
		join(sources, new MeterSources.Source(this.owner, time),
				() -> TimeGauge.builder(this.prefix + name, sources, unit, MeterSources::largest)
					.tags(this.tags)
					.description(description)
					.register(this.registry));
	}

	/** Add a timer to which the caller records. Sets that share it all record to it. */
	Timer recorder(Timer.Builder builder, Tags tags) {
		return join(MeterSources.gauge(), new MeterSources.Source(this.owner, () -> 0),
				() -> builder.tags(this.tags.and(tags)).register(this.registry));
	}

	private <M extends Meter> M join(MeterSources sources, MeterSources.Source source, Supplier<M> register) {
		SharedMeters.Membership<M> membership = SharedMeters.join(this.registry, sources, source, register);
		this.memberships.add(membership);
		if (this.removed) {
			remove();
		}
		return membership.meter();
	}

	/** Leave all meters. A meter that no other set contains is removed. */
	void remove() {
		this.removed = true;
		SharedMeters.Membership<?> membership = this.memberships.poll();
		while (membership != null) {
			membership.leave();
			membership = this.memberships.poll();
		}
	}

}
