package io.backpressure.channel.spring.event;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.support.ObserverSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Publisher of one event for each drop, block and error of every channel, if the
 * application context or one of its parents has a listener for that type of event. A
 * listener may be added to the context at any time. A listener that is added only to the
 * {@code ApplicationEventMulticaster}, after the context has been refreshed, is not
 * detected.
 * <p>
 * A listener that sends to a channel may thereby cause a further event. On one thread,
 * events nest up to four deep; deeper events are not published.
 *
 * @since 0.1.0
 */
public class ChannelEventPublisher implements ChannelAttachment, SmartInitializingSingleton,
		ApplicationListener<ContextRefreshedEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(ChannelEventPublisher.class);

	private final ApplicationContext context;

	private final GuardedPublisher publisher;

	private final EventListenerDetector drops;

	private final EventListenerDetector blocks;

	private final EventListenerDetector errors;

	/**
	 * Observers, including those of closed channels, because a send to a closed channel
	 * causes an error event.
	 */
	private final ObserverSet<EventObserver> observers = new ObserverSet<>();

	/**
	 * The thread that refreshes the context. Cleared after the refresh; not set if there
	 * are no listeners.
	 */
	private volatile @Nullable Thread refreshThread;

	/**
	 * Create a publisher that is not yet attached to any channel.
	 * @param context the context in which events are published
	 */
	public ChannelEventPublisher(ApplicationContext context) {
		this.context = context;
		this.publisher = new GuardedPublisher(context);
		this.drops = new EventListenerDetector(context, ChannelDropEvent.class);
		this.blocks = new EventListenerDetector(context, ChannelBlockEvent.class);
		this.errors = new EventListenerDetector(context, ChannelErrorEvent.class);
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		this.observers.observe(channel, new EventObserver(channel));
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.drops.isListening() || this.blocks.isListening() || this.errors.isListening()) {
			this.refreshThread = Thread.currentThread();
		}
	}

	/**
	 * Warn if listeners do not run on the thread that publishes. Senders do not wait for
	 * such listeners, so events pile up under load.
	 */
	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		Thread publishing = this.refreshThread;
		if (publishing == null || event.getApplicationContext() != this.context) {
			return;
		}
		this.refreshThread = null;
		if (publishing != Thread.currentThread()) {
			logger.warn("The ApplicationEventMulticaster calls listeners asynchronously, so senders do not wait "
					+ "for listeners of channel events. If many values are dropped or rejected, events pile up in "
					+ "memory. Set backpressure.events.mode to 'summary', or bound the queue of the executor that "
					+ "the multicaster uses.");
		}
	}

	/**
	 * Remove the observers from the channels, which may outlive the context.
	 */
	@Override
	public void destroy() {
		this.observers.leave();
	}

	private void publish(EventObserver observer, Supplier<ChannelEvent> event) {
		boolean published = NestingLimit.run(() -> this.publisher.publish(event.get()));
		if (!published && observer.reported.compareAndSet(false, true)) {
			logger.warn("Channel '" + observer.channel.name() + "': a listener of channel events sends to a channel "
					+ "and so causes further events. Events nested more than " + NestingLimit.DEPTH
					+ " deep are not published. Send from another thread or to a channel with room, or set "
					+ "backpressure.events.mode to 'summary'. This is logged once per channel.");
		}
	}

	private final class EventObserver extends ObserverSet.Member {

		private final BackpressureChannel<?> channel;

		private final AtomicBoolean reported = new AtomicBoolean();

		EventObserver(BackpressureChannel<?> channel) {
			this.channel = channel;
		}

		@Override
		public void onDrop(Object value) {
			if (ChannelEventPublisher.this.drops.isListening()) {
				publish(this, () -> new ChannelDropEvent(this.channel, value));
			}
		}

		@Override
		public void onBlock() {
			if (ChannelEventPublisher.this.blocks.isListening()) {
				publish(this, () -> new ChannelBlockEvent(this.channel));
			}
		}

		@Override
		public void onError(Throwable error) {
			if (ChannelEventPublisher.this.errors.isListening()) {
				publish(this, () -> new ChannelErrorEvent(this.channel, error));
			}
		}

		@Override
		public boolean observesErrors() {
			return ChannelEventPublisher.this.errors.isListening();
		}

	}

}
