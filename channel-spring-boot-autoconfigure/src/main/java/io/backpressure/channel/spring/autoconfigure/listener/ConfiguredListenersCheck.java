package io.backpressure.channel.spring.autoconfigure.listener;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.Suggestion;
import io.backpressure.channel.spring.autoconfigure.ChannelProperties;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Tells of properties for listeners and channels that there are not. It warns and no
 * more, since a listener may still be made in code.
 */
class ConfiguredListenersCheck implements ApplicationListener<ContextRefreshedEvent> {

	private static final Log logger = LogFactory.getLog(ConfiguredListenersCheck.class);

	private final ChannelProperties.Listener properties;

	private final ListenerRegistry listeners;

	private final ChannelRegistry channels;

	ConfiguredListenersCheck(ChannelProperties.Listener properties, ListenerRegistry listeners,
			ChannelRegistry channels) {
		this.properties = properties;
		this.listeners = listeners;
		this.channels = channels;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		List<String> unknown = new ArrayList<>();
		find("listeners", this.properties.listeners().keySet(), this.listeners.ids(), unknown);
		find("channels", this.properties.channels().keySet(), this.channels.names(), unknown);
		unknown.forEach(logger::warn);
	}

	/** Environment variables, which have no hyphens, are for a name with them. */
	private static String uniform(String name) {
		return name.replace("-", "").toLowerCase(Locale.ROOT);
	}

	private static void find(String section, Collection<String> configured, Collection<String> known,
			List<String> unknown) {
		for (String name : configured) {
			if (known.stream().noneMatch((other) -> uniform(other).equals(uniform(name)))) {
				unknown.add("backpressure.listener." + section + "." + name + " is for none of the " + section + "."
						+ Suggestion.of(name, known));
			}
		}
	}

}
