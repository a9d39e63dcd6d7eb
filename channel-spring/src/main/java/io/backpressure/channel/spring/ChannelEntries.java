package io.backpressure.channel.spring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The open channels of a registry that exist so far, by their names. Thread-safe.
 */
final class ChannelEntries {

	private final Map<String, ChannelEntry> named = new ConcurrentHashMap<>();

	/** The targets of scoped proxies, which have the names of their beans. */
	private final Set<ChannelEntry> scoped = ConcurrentHashMap.newKeySet();

	private volatile boolean destroyed;

	@Nullable ChannelEntry get(String name) {
		return this.named.get(name);
	}

	/** Returns the names of the channels; a live view. */
	Set<String> names() {
		return this.named.keySet();
	}

	/**
	 * Adds a channel until it is closed, and attaches what follows it.
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

	/** Adds the target of a scoped proxy, of which there may be several. */
	void addScoped(ChannelEntry entry, List<ChannelAttachment> attachments) {
		this.scoped.add(entry);
		attach(entry, attachments);
	}

	private void attach(ChannelEntry entry, List<ChannelAttachment> attachments) {
		try {
			entry.attach(attachments, () -> remove(entry));
			if (this.destroyed) {
				throw new IllegalStateException("Channel '" + entry.channel().name()
						+ "' cannot be added, since the application context has been closed");
			}
		}
		catch (RuntimeException | Error ex) {
			remove(entry);
			throw ex;
		}
	}

	/** Frees the name of a channel, and whatever is attached to the channel. */
	private void remove(ChannelEntry entry) {
		this.named.remove(entry.channel().name(), entry);
		this.scoped.remove(entry);
		entry.free();
	}

	boolean isDestroyed() {
		return this.destroyed;
	}

	/** Removes all channels, for good, and closes those that the registry created. */
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
