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
 * Meters that may have several sources in one registry. If a meter is registered twice,
 * Micrometer returns the existing meter. The values of a second context would then be
 * missing, and closing the first context would remove the meters of both. Here the second
 * context joins the meter of the first, and the last context to leave removes the meter.
 */
final class SharedMeters {

	/*
	 * The values of a WeakHashMap must not refer to their keys strongly. Sources may do
	 * so: a source refers to a channel, and an observer of that channel refers to a timer
	 * of the registry. So sources are referenced weakly, and the contexts that use a
	 * meter keep its sources alive.
	 */
	private static final Map<MeterRegistry, SharedMeters> INSTANCES = Collections.synchronizedMap(new WeakHashMap<>());

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Sources by meter id, as changed by the meter filters of the registry. Guarded by
	 * the lock.
	 */
	private final Map<Meter.Id, WeakReference<MeterSources>> sources = new HashMap<>();

	private SharedMeters() {
	}

	/**
	 * Register a meter and add a source to it.
	 * @param registry the registry
	 * @param sources the sources of the meter if this call creates it
	 * @param source the source to add
	 * @param register registers the meter, or returns the existing one
	 * @return the membership, to be kept while the meter is needed
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
				if (this.sources.containsKey(meter.getId())) {
					// registered by a context that was never closed
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
	 * Membership of a source in a meter.
	 *
	 * @param <M> the type of the meter
	 * @param shared the meters of the registry
	 * @param registry the registry
	 * @param meter the meter
	 * @param sources all sources of the meter
	 * @param source the source
	 */
	record Membership<M extends Meter>(SharedMeters shared, MeterRegistry registry, M meter, MeterSources sources,
			MeterSources.Source source) {

		/** Leave the meter, and remove it if it has no other source. */
		void leave() {
			this.shared.leave(this);
		}

	}

}
