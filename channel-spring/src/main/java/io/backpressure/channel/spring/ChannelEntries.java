package io.backpressure.channel.spring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.backpressure.channel.BackpressureChannel;
import org.jspecify.annotations.Nullable;

/**
 * The channels of a registry that are open and have an instance, by name. Thread-safe.
 */
final class ChannelEntries {

	private final Map<String, ChannelEntry> named = new ConcurrentHashMap<>();

	/** Targets of scoped proxies. The targets of one proxy have the same name. */
	private final Set<ChannelEntry> scoped = ConcurrentHashMap.newKeySet();

	private volatile boolean destroyed;

	@Nullable ChannelEntry get(String name) {
		return this.named.get(name);
	}

	/** Return the names of the channels; a live view. */
	Set<String> names() {
		return this.named.keySet();
	}

	/**
	 * Add a channel, and attach all attachments to it. The channel is removed when it is
	 * closed.
	 * @return {@code false} if the name is taken by another channel
	 */
	boolean add(ChannelEntry entry, List<ChannelAttachment> attachments) {
		ChannelEntry present = this.named.putIfAbsent(entry.channel().name(), entry);
		if (present != null) {
			return present.channel() == entry.channel();
		}
		attach(entry, attachments);
		return true;
	}

	/** Add the target of a scoped proxy; one proxy may have several. */
	void addScoped(ChannelEntry entry, List<ChannelAttachment> attachments) {
		this.scoped.add(entry);
		attach(entry, attachments);
	}

	private void attach(ChannelEntry entry, List<ChannelAttachment> attachments) {
		try {
			entry.attach(attachments, () -> remove(entry));
			requireOpen(entry.channel());
		}
		catch (RuntimeException | Error ex) {
			remove(entry);
			throw ex;
		}
	}

	/** Free the name of a channel, and detach all attachments from it. */
	private void remove(ChannelEntry entry) {
		this.named.remove(entry.channel().name(), entry);
		this.scoped.remove(entry);
		entry.free();
	}

	/**
	 * Throw an exception if the context is closed.
	 * @param channel the channel that would be added
	 */
	void requireOpen(BackpressureChannel<?> channel) {
		if (this.destroyed) {
			throw new IllegalStateException(
					"Channel '" + channel.name() + "' cannot be added: the application context is closed");
		}
	}

	boolean isDestroyed() {
		return this.destroyed;
	}

	/**
	 * Remove all channels, and close those that the registry created. Adding a channel
	 * fails from then on.
	 */
	void destroy() {
		this.destroyed = true;
		for (ChannelEntry entry : this.named.values()) {
			if (entry.isOwned()) {
				entry.release();
			}
			remove(entry);
		}
		this.scoped.forEach(this::remove);
	}

}
