package io.backpressure.channel.spring.monitor;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.support.ChannelAccess;
import io.backpressure.channel.spring.support.ObserverSet;
import io.backpressure.channel.spring.support.PeriodicTask;
import io.backpressure.channel.spring.support.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Monitor that samples every channel of an application context five times a second, from
 * one thread. The monitor keeps what a single reading of a channel cannot show: rates,
 * the times since which the channel has been full or stalled, and recent events. It also
 * publishes watermark events.
 * <p>
 * Monitoring costs senders and receivers nothing. In return, a condition that begins and
 * ends between two samples goes unnoticed; only the counts of the channel show its
 * effect.
 * <p>
 * A channel that was created in code is forgotten when it is closed and drained. A closed
 * channel that still holds values may yet be drained, so it is listed for as long as the
 * application refers to it. Of the closed channels that were created in code, at most the
 * {@value #MAX_CLOSED} most recently closed ones are listed.
 *
 * @since 0.1.0
 */
@SuppressWarnings("this-escape") // not final, but only proxies extend it
public class ChannelMonitor
		implements ChannelAttachment, SmartLifecycle, ApplicationListener<ContextClosedEvent>, DisposableBean {

	/**
	 * The time between two samples.
	 */
	public static final Duration INTERVAL = Duration.ofMillis(200);

	/** Largest number of closed channels created in code that are listed. */
	static final int MAX_CLOSED = 100;

	private static final Log logger = LogFactory.getLog(ChannelMonitor.class);

	private final Function<String, WatchSettings> settings;

	private final ApplicationContext context;

	private final Predicate<BackpressureChannel<?>> permanent;

	private final Supplier<Collection<ListenerReading>> listeners;

	private final GuardedPublisher publisher;

	/** Watches of open channels, by name. */
	private final Map<String, ChannelWatch> open = new ConcurrentHashMap<>();

	/** Watches of closed channels; each is kept alive only by its channel. */
	private final ObserverSet<ClosedChannel> closed = new ObserverSet<>();

	private final AtomicLong closings = new AtomicLong();

	private final PeriodicTask sampling = new PeriodicTask("backpressure-monitor-", INTERVAL, this::sample);

	private final TimeSource time;

	/** Held while sampling, because a test that moves the time also samples. */
	private final ReentrantLock samplingLock = new ReentrantLock();

	private volatile boolean closing;

	/**
	 * Create a monitor that is not yet attached to any channel.
	 * @param settings returns the limits against which a channel is monitored, by the
	 * name of the channel
	 * @param context the context in which watermark events are published; after the
	 * context has begun to close, the close of a channel is expected
	 * @param permanent whether a channel is meant to last as long as the context; any
	 * other channel is forgotten when it is closed and drained. Called on the thread of
	 * the monitor
	 * @param listeners reads all listeners. Called on the thread of the monitor, a few
	 * times a second
	 */
	public ChannelMonitor(Function<String, WatchSettings> settings, ApplicationContext context,
			Predicate<BackpressureChannel<?>> permanent, Supplier<Collection<ListenerReading>> listeners) {
		this.settings = settings;
		this.context = context;
		this.permanent = permanent;
		this.listeners = listeners;
		this.publisher = new GuardedPublisher(context);
		this.time = TimeSource.of(context);
		this.time.onMove(this::sample);
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		ChannelWatch watch = new ChannelWatch(channel, this.settings.apply(channel.name()), this.publisher,
				Clock.systemUTC(), this.time.nanoTime());
		this.open.put(channel.name(), watch);
	}

	@Override
	public void detach(BackpressureChannel<?> channel) {
		ChannelWatch watch = this.open.get(channel.name());
		if (watch == null || watch.channel() != channel) {
			return;
		}
		if (channel.isClosed()) {
			watch.note(RecentEvent.Kind.CLOSED, 1, null);
			this.closed.observe(channel, new ClosedChannel(watch, this.closings.incrementAndGet()));
		}
		this.open.remove(channel.name(), watch);
	}

	/**
	 * Return the watches of all channels: the open channels, those that were closed while
	 * values were left, and those that were closed although they were meant to last as
	 * long as the context.
	 * @return the watches in the order of their names; a copy
	 */
	public Collection<ChannelWatch> watches() {
		Map<String, ChannelWatch> watches = new TreeMap<>(this.open);
		closed().forEach((closed) -> watches.putIfAbsent(closed.name(), closed.watch()));
		return watches.values();
	}

	/**
	 * Return the watch of a channel.
	 * @param channelName the name of the channel
	 * @return its watch; empty if there is no channel of that name
	 */
	public Optional<ChannelWatch> find(String channelName) {
		return Optional.ofNullable(this.open.get(channelName))
			.or(() -> closed().filter((closed) -> closed.name().equals(channelName))
				.map(ClosedChannel::watch)
				.findFirst());
	}

	/** Return the closed channels, the most recently closed one first. */
	private Stream<ClosedChannel> closed() {
		return this.closed.members().stream().sorted(Comparator.comparing(ClosedChannel::order).reversed());
	}

	private void sample() {
		this.samplingLock.lock();
		try {
			sample(this.time.nanoTime());
		}
		finally {
			this.samplingLock.unlock();
		}
	}

	private void sample(long now) {
		this.open.values().removeIf((watch) -> watch.channel().isClosed() && isForgotten(watch));
		forgetClosed();
		Map<String, List<ListenerReading>> listeners = this.listeners.get()
			.stream()
			.collect(Collectors.groupingBy(ListenerReading::channelName));
		for (ChannelWatch watch : watches()) {
			try {
				watch.sample(listeners.getOrDefault(watch.channel().name(), List.of()), now);
			}
			catch (RuntimeException ex) {
				logger.error("Failed to sample channel '" + watch.channel().name() + "'", ex);
			}
		}
	}

	private void forgetClosed() {
		int kept = 0;
		for (ClosedChannel closed : closed().toList()) {
			if (isForgotten(closed.watch()) || (!closed.watch().isPermanent(this.permanent) && ++kept > MAX_CLOSED)) {
				this.closed.remove(closed);
			}
		}
	}

	private boolean isForgotten(ChannelWatch watch) {
		if (this.closing) {
			watch.expectClose();
		}
		if (watch.isPermanent(this.permanent)) {
			return false;
		}
		Integer left = ChannelAccess.size(watch.channel());
		return left == null || left == 0; // a channel that cannot be reached is not kept
	}

	@Override
	public void start() {
		this.sampling.start();
	}

	@Override
	public void stop() {
		this.sampling.stop();
	}

	@Override
	public boolean isRunning() {
		return this.sampling.isRunning();
	}

	/**
	 * Return the lowest phase: the first to start and the last to stop.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.closing = true;
		}
	}

	/**
	 * Stop observing the channels, which may outlive the context.
	 */
	@Override
	public void destroy() {
		this.open.clear();
		this.closed.leave();
	}

	/**
	 * Observer that keeps the watch of a closed channel for as long as the channel
	 * exists.
	 */
	private static final class ClosedChannel extends ObserverSet.Member {

		private final ChannelWatch watch;

		private final long order;

		ClosedChannel(ChannelWatch watch, long order) {
			this.watch = watch;
			this.order = order;
		}

		ChannelWatch watch() {
			return this.watch;
		}

		long order() {
			return this.order;
		}

		String name() {
			return this.watch.channel().name();
		}

		@Override
		public boolean observesErrors() {
			return false;
		}

	}

}
