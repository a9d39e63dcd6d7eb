package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.EntryCheck;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.support.StandIn;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Check that properties for listeners and channels name existing listeners and channels.
 * These may belong to this context or to one of its ancestors, whose properties this
 * context inherits. The check runs before the first listener starts. At that time, the
 * listeners of all singletons exist.
 */
class ConfiguredListenersCheck implements SmartLifecycle {

	private final ApplicationContext context;

	private volatile boolean checked;

	ConfiguredListenersCheck(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void start() {
		this.checked = true;
		if (this.context.getBeanProvider(ChannelRegistry.class).stream().anyMatch(StandIn::isMock)) {
			return; // a mock has no channels, so there are no listeners
		}
		Set<String> listeners = names(ListenerRegistry.class, ListenerRegistry::ids);
		Set<String> channels = names(ChannelRegistry.class, ChannelRegistry::names);
		new EntryCheck(this.context.getEnvironment()).entries("backpressure.listener.listeners", "listener", listeners)
			.channels(channels)
			.report();
	}

	private <T> Set<String> names(Class<T> registry, Function<T, Set<String>> names) {
		Set<String> all = new TreeSet<>();
		for (@Nullable
		ApplicationContext it = this.context; it != null; it = it.getParent()) {
			it.getBeanProvider(registry).ifAvailable((found) -> all.addAll(names.apply(found)));
		}
		return all;
	}

	@Override
	public void stop() {
	}

	/**
	 * Return whether the check has run. The check runs once, even if the context is
	 * stopped and started again.
	 */
	@Override
	public boolean isRunning() {
		return this.checked;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
