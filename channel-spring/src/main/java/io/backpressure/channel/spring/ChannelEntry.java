package io.backpressure.channel.spring;

import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.Registration;
import io.backpressure.channel.spring.support.ChannelAccess;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Channel in a registry, with its attachments. Thread-safe.
 */
final class ChannelEntry {

	private static final Log logger = LogFactory.getLog(ChannelRegistry.class);

	private final BackpressureChannel<?> channel;

	private final ResolvableType elementType;

	private final boolean owned;

	private final Deque<ChannelAttachment> attached = new ConcurrentLinkedDeque<>();

	private final AtomicBoolean freed = new AtomicBoolean();

	private volatile @Nullable Registration onClose;

	ChannelEntry(BackpressureChannel<?> channel, ResolvableType elementType, boolean owned) {
		this.channel = channel;
		this.elementType = elementType;
		this.owned = owned;
	}

	BackpressureChannel<?> channel() {
		return this.channel;
	}

	ResolvableType elementType() {
		return this.elementType;
	}

	/** Return whether the registry created the channel and therefore closes it. */
	boolean isOwned() {
		return this.owned;
	}

	/**
	 * Attach all attachments, and register an action to run when the channel is closed.
	 * Throws what an attachment throws.
	 */
	void attach(List<ChannelAttachment> attachments, Runnable onClose) {
		for (ChannelAttachment attachment : attachments) {
			this.attached.push(attachment);
			attachment.attach(this.channel);
		}
		this.onClose = this.channel.onClose(onClose);
		if (this.freed.get()) { // the context or the channel was closed concurrently
			attachments.forEach(this::detach);
			leave();
		}
	}

	/** Detach all attachments, last first. Never throws. */
	void free() {
		this.freed.set(true);
		leave();
		ChannelAttachment attachment = this.attached.poll();
		while (attachment != null) {
			detach(attachment);
			attachment = this.attached.poll();
		}
	}

	/**
	 * Close the channel, or detach it if other JVMs share it.
	 */
	void release() {
		ChannelAccess.end(this.channel);
	}

	private void leave() {
		Registration registration = this.onClose;
		if (registration != null) {
			registration.close();
		}
	}

	private void detach(ChannelAttachment attachment) {
		try {
			attachment.detach(this.channel);
		}
		catch (RuntimeException | Error ex) {
			logger.error("Cannot detach " + attachment + " from channel '" + this.channel.name() + "'", ex);
		}
	}

}
