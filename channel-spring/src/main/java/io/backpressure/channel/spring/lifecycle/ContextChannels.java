package io.backpressure.channel.spring.lifecycle;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.support.ChannelAccess;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The channels that are closed with an application context: its channel beans, and the
 * channels created by its {@link io.backpressure.channel.spring.ChannelRegistry} or added
 * to it. Channels of a parent context are not among them. A bean that the context does
 * not destroy, such as one with an empty {@code destroyMethod}, outlives the context and
 * is not closed.
 *
 * @since 0.1.0
 */
public class ContextChannels implements ChannelAttachment {

	/**
	 * The phase in which the channels are closed: directly after the phase in which the
	 * listeners drain the channels.
	 */
	public static final int CLOSE_PHASE = SmartLifecycle.DEFAULT_PHASE - 3 * 1024 - 1;

	private static final Log logger = LogFactory.getLog(ContextChannels.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Guarded by the lock. Weak references, because channels created in code come and go.
	 */
	private final Set<BackpressureChannel<?>> attached = Collections.newSetFromMap(new WeakHashMap<>());

	/**
	 * Guarded by the lock. Strong references, so that the remaining values can be
	 * reported.
	 */
	private final Set<BackpressureChannel<?>> ended = Collections.newSetFromMap(new IdentityHashMap<>());

	/** Guarded by the lock. */
	private boolean closed;

	/**
	 * Create an instance without channels.
	 * @param beanFactory the bean factory of the context
	 */
	public ContextChannels(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Attach to a channel. A channel created after {@link #close()} is closed at once.
	 */
	@Override
	public void attach(BackpressureChannel<?> channel) {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.attached.add(channel);
				return;
			}
			this.ended.add(channel);
		}
		finally {
			this.lock.unlock();
		}
		end(channel);
	}

	/**
	 * Close the channels. Every {@code send} then fails with
	 * {@link io.backpressure.channel.ChannelClosedException}, including one that is
	 * already waiting. Buffered values can still be received. Channels shared with other
	 * JVMs are detached instead. Never throws.
	 */
	public void close() {
		List<BackpressureChannel<?>> ending;
		this.lock.lock();
		try {
			this.closed = true;
			this.ended.addAll(this.attached);
			this.ended.removeAll(outliving());
			this.attached.clear();
			ending = List.copyOf(this.ended);
		}
		finally {
			this.lock.unlock();
		}
		ending.forEach(ContextChannels::end);
	}

	/**
	 * Return the in-memory channels that were closed with the context, including those
	 * that had been closed earlier but were still referenced when the context closed.
	 * @return the channels; a copy
	 */
	public List<BackpressureChannel<?>> closedInMemory() {
		this.lock.lock();
		try {
			return this.ended.stream().filter((channel) -> !ChannelAccess.isShared(channel)).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether a channel is in memory and is closed with the context. The context
	 * closes neither the channels of a parent context nor those that are shared with
	 * other JVMs.
	 * @param channel the channel
	 * @return whether the context closes or has closed it
	 */
	public boolean isEnding(BackpressureChannel<?> channel) {
		this.lock.lock();
		try {
			return !ChannelAccess.isShared(channel) && (this.ended.contains(channel)
					|| (this.attached.contains(channel) && !outliving().contains(channel)));
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Return the channels that the bean factory contains but does not destroy. */
	private Set<Object> outliving() {
		Set<Object> outliving = Collections.newSetFromMap(new IdentityHashMap<>());
		for (String name : this.beanFactory.getBeanNamesForType(BackpressureChannel.class, true, false)) {
			Object channel = this.beanFactory.getSingleton(name);
			if (channel != null && !isDestroyed(name)) {
				outliving.add(channel);
			}
		}
		return outliving;
	}

	private boolean isDestroyed(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				&& !"".equals(this.beanFactory.getMergedBeanDefinition(name).getDestroyMethodName());
	}

	private static void end(BackpressureChannel<?> channel) {
		try {
			ChannelAccess.end(channel);
		}
		catch (RuntimeException | Error ex) { // thrown by a custom implementation
			logger.error("Channel '" + channel.name() + "' could not be closed", ex);
		}
	}

}
