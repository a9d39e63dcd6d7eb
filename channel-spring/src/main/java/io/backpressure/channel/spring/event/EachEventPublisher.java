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
 * Publishes each drop, block and error of every channel as an event of its own, if the
 * application context or a parent of it has a listener for that type of event. A listener
 * may be added to the context at any time; one that is added to the
 * {@code ApplicationEventMulticaster} alone, after the context has been refreshed, does
 * not count.
 * <p>
 * A listener may send to a channel. If that causes the next event, and so on, events nest
 * up to four deep; what happens to channels beyond that is not published.
 */
public final class EachEventPublisher implements ChannelAttachment, SmartInitializingSingleton,
		ApplicationListener<ContextRefreshedEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(EachEventPublisher.class);

	private final ApplicationContext context;

	private final GuardedPublisher publisher;

	private final Audience drops;

	private final Audience blocks;

	private final Audience errors;

	/** Closed channels are observed too: sends to them are errors. */
	private final ObserverSet<EventObserver> observers = new ObserverSet<>();

	/** The thread that refreshes the context, if there are listeners. */
	private volatile @Nullable Thread refreshThread;

	/**
	 * Create a publisher that is not yet attached to any channel.
	 * @param context where events are published
	 */
	public EachEventPublisher(ApplicationContext context) {
		this.context = context;
		this.publisher = new GuardedPublisher(context);
		this.drops = new Audience(context, ChannelDropEvent.class);
		this.blocks = new Audience(context, ChannelBlockEvent.class);
		this.errors = new Audience(context, ChannelErrorEvent.class);
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
	 * Warn if listeners are called on another thread than that of the publisher. A sender
	 * does not wait for those, so that the events of a flood would pile up.
	 */
	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		Thread publishing = this.refreshThread;
		if (publishing == null || event.getApplicationContext() != this.context) {
			return;
		}
		this.refreshThread = null;
		if (publishing != Thread.currentThread()) {
			logger.warn("The ApplicationEventMulticaster calls listeners asynchronously, so that senders do not wait "
					+ "for the listeners of channel events: if many values are dropped or refused, events pile up in "
					+ "memory. Set backpressure.events.mode to 'summary', or limit the queue of its executor.");
		}
	}

	/**
	 * Leave the channels, which may outlive the context.
	 */
	@Override
	public void destroy() {
		this.observers.leave();
	}

	private void publish(EventObserver observer, Supplier<ChannelEvent> event) {
		boolean published = NestingLimit.run(() -> this.publisher.publish(event.get()));
		if (!published && observer.reported.compareAndSet(false, true)) {
			logger.warn("Channel '" + observer.channel.name() + "': a listener of channel events sends to a channel, "
					+ "which causes the next event, and so on. Events that are nested more than " + NestingLimit.DEPTH
					+ " deep are not published. Let the listener use another channel or thread, or set "
					+ "backpressure.events.mode to 'summary'. This is logged once for each channel.");
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
			if (EachEventPublisher.this.drops.isListening()) {
				publish(this, () -> new ChannelDropEvent(this.channel, value));
			}
		}

		@Override
		public void onBlock() {
			if (EachEventPublisher.this.blocks.isListening()) {
				publish(this, () -> new ChannelBlockEvent(this.channel));
			}
		}

		@Override
		public void onError(Throwable error) {
			if (EachEventPublisher.this.errors.isListening()) {
				publish(this, () -> new ChannelErrorEvent(this.channel, error));
			}
		}

		@Override
		public boolean observesErrors() {
			return EachEventPublisher.this.errors.isListening();
		}

	}

}
