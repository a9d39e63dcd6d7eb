package io.backpressure.channel.spring.autoconfigure.monitor;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.listener.ListenerStats;
import io.backpressure.channel.spring.monitor.ListenerReading;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Current readings of the listeners of the registry. The monitor is created together with
 * the first channel, possibly before the registry, so the registry is looked up on first
 * use.
 */
final class RegistryListenerReadings implements Supplier<Collection<ListenerReading>> {

	private final ObjectProvider<ListenerRegistry> provider;

	private @Nullable ListenerRegistry registry;

	RegistryListenerReadings(ObjectProvider<ListenerRegistry> provider) {
		this.provider = provider;
	}

	@Override
	public Collection<ListenerReading> get() {
		if (this.registry == null) {
			this.registry = this.provider.getIfAvailable();
		}
		return (this.registry == null) ? List.of()
				: this.registry.containers().stream().map(RegistryListenerReadings::reading).toList();
	}

	private static ListenerReading reading(ListenerContainer listener) {
		ListenerStats stats = listener.stats();
		return new ListenerReading(listener.id(), listener.channelName(), resting(listener), stats.deadLettered(),
				stats.discarded(), listener.longestCall());
	}

	private static @Nullable String resting(ListenerContainer listener) {
		if (!listener.isRunning()) {
			return "stopped";
		}
		return listener.isPaused() ? "paused" : null;
	}

}
