package io.backpressure.channel.spring.autoconfigure.listener;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.autoconfigure.EntryCheck;
import io.backpressure.channel.spring.listener.ListenerRegistry;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * Checks that the properties for listeners and channels are for ones that exist. It runs
 * before the first listener starts, when those of all singletons exist.
 */
class ConfiguredListenersCheck implements SmartLifecycle {

	private final Environment environment;

	private final ListenerRegistry listeners;

	private final ChannelRegistry channels;

	private volatile boolean checked;

	ConfiguredListenersCheck(Environment environment, ListenerRegistry listeners, ChannelRegistry channels) {
		this.environment = environment;
		this.listeners = listeners;
		this.channels = channels;
	}

	@Override
	public void start() {
		new EntryCheck(this.environment).entries("backpressure.listener.listeners", "listener", this.listeners.ids())
			.entries("backpressure.listener.channels", "channel", this.channels.names())
			.entries("backpressure.redis.channels", "channel", this.channels.names())
			.report();
		this.checked = true;
	}

	@Override
	public void stop() {
	}

	/** Also after a stop: once is enough. */
	@Override
	public boolean isRunning() {
		return this.checked;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
