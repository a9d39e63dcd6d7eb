package io.backpressure.channel.spring.metrics;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a registry that may have several sources. Micrometer answers the
 * registration of an id that exists with the meter that has it, so that a second context
 * would go unnoticed, and the end of the first would remove the meters of both. Here the
 * second joins the first, and the last to leave removes the meter.
 */
final class SharedMeters {

	/*
	 * The values must not refer to their registry, not even by way of a channel that is
	 * observed by a timer of it. So they refer to the sources weakly; the contexts that
	 * use a meter keep its sources.
	 */
	private static final Map<MeterRegistry, SharedMeters> INSTANCES = Collections.synchronizedMap(new WeakHashMap<>());

	private final ReentrantLock lock = new ReentrantLock();

	/** By the id that the filters of the registry have made. Guarded by the lock. */
	private final Map<Meter.Id, WeakReference<MeterSources>> sources = new HashMap<>();

	private SharedMeters() {
	}

	/**
	 * Register a meter, and join its sources.
	 * @param registry where to register it
	 * @param sources the sources that the meter reads, if it does not exist
	 * @param source what to join with
	 * @param register registers the meter, or returns the one that exists
	 * @return the membership, to be kept for as long as the meter is needed
	 */
	static <M extends Meter> Membership<M> join(MeterRegistry registry, MeterSources sources,
			MeterSources.Source source, Supplier<M> register) {
		return INSTANCES.computeIfAbsent(registry, (it) -> new SharedMeters())
			.joinHere(registry, sources, source, register);
	}

	private <M extends Meter> Membership<M> joinHere(MeterRegistry registry, MeterSources own,
			MeterSources.Source source, Supplier<M> register) {
		this.lock.lock();
		try {
			M meter = register.get();
			MeterSources present = find(meter.getId());
			if (present == null) {
				if (this.sources.containsKey(meter.getId())) { // of a context never
																// closed
					registry.remove(meter.getId());
					meter = register.get();
				}
				this.sources.put(meter.getId(), new WeakReference<>(own));
			}
			MeterSources joined = (present != null) ? present : own;
			joined.add(source);
			return new Membership<>(this, registry, meter, joined, source);
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable MeterSources find(Meter.Id id) {
		WeakReference<MeterSources> reference = this.sources.get(id);
		return (reference != null) ? reference.get() : null;
	}

	private void leave(Membership<?> membership) {
		this.lock.lock();
		try {
			Meter.Id id = membership.meter().getId();
			boolean last = membership.sources().remove(membership.source());
			if (last && find(id) == membership.sources()) {
				this.sources.remove(id);
				membership.registry().remove(id);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A source of a meter.
	 *
	 * @param <M> the type of the meter
	 * @param shared the meters of the registry
	 * @param registry the registry
	 * @param meter the meter
	 * @param sources all sources of the meter
	 * @param source the source that has joined
	 */
	record Membership<M extends Meter>(SharedMeters shared, MeterRegistry registry, M meter, MeterSources sources,
			MeterSources.Source source) {

		/** Leave the meter, and remove it if nobody else uses it. */
		void leave() {
			this.shared.leave(this);
		}

	}

}
