package io.backpressure.channel.spring.lifecycle;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.Registration;
import io.backpressure.channel.spring.ChannelAttachment;
import io.backpressure.channel.spring.lifecycle.CallStack.Operation;
import io.backpressure.channel.spring.support.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Watchdog that warns about a call of a channel that blocks the start of an application
 * context. Listeners start when all beans have been created. A bean therefore blocks
 * forever if its constructor or {@code @PostConstruct} method sends more values than the
 * buffer holds, waits for a value from a listener, or waits until listeners have drained
 * a channel.
 * <p>
 * A watcher thread runs from the creation of the first channel until the context has
 * started. It checks sends that wait for room, on all threads. It checks other calls only
 * on the thread that starts the context, because other threads may legitimately wait for
 * values.
 *
 * @since 0.1.0
 */
public class StartupWatch implements ChannelAttachment, ApplicationListener<ContextRefreshedEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(StartupWatch.class);

	private final ApplicationContext context;

	private final Duration limit;

	private final TimeSource time;

	/** The thread that starts the context; cleared when the context has started. */
	private volatile @Nullable Thread starter = Thread.currentThread();

	private final Map<BackpressureChannel<?>, Registration> observed = new ConcurrentHashMap<>();

	private final Map<Thread, BlockedSend> blocked = new ConcurrentHashMap<>();

	private final Set<BackpressureChannel<?>> warned = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition end = this.lock.newCondition();

	/** Guarded by the lock. */
	private @Nullable Thread watcher;

	/**
	 * Channels that the start may be waiting for, with their receive counts. Guarded by
	 * the lock.
	 */
	private Map<BackpressureChannel<?>, Long> awaited = Map.of();

	/**
	 * Time since which nothing was received from the awaited channels, by the time
	 * source. Guarded by the lock.
	 */
	private long awaitedSince;

	private volatile boolean ended;

	/**
	 * Create a watch that is not attached to any channel.
	 * @param context the context; the watch ends when the context has started
	 * @param limit how long a call may wait before a warning is logged
	 * @param time the time source of the context
	 */
	public StartupWatch(ApplicationContext context, Duration limit, TimeSource time) {
		this.context = context;
		this.limit = limit;
		this.time = time;
		time.onMove(this::check);
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		if (this.ended) {
			return;
		}
		this.observed.put(channel, channel.observe(new BackpressureChannel.Observer<Object>() {

			@Override
			public void onBlock() {
				note(channel);
			}

		}));
		watch();
		if (this.ended) {
			destroy();
		}
	}

	/** Record that the calling thread is about to wait in a send. */
	private void note(BackpressureChannel<?> channel) {
		if (!this.ended && !this.warned.contains(channel)) {
			this.blocked.put(Thread.currentThread(), new BlockedSend(channel, this.time.nanoTime()));
		}
	}

	private void watch() {
		this.lock.lock();
		try {
			if (this.watcher == null && !this.ended) {
				Thread thread = new Thread(null, this::run, "backpressure-startup", 0, false);
				thread.setDaemon(true);
				thread.setContextClassLoader(getClass().getClassLoader());
				this.watcher = thread;
				thread.start();
			}
		}
		catch (OutOfMemoryError ex) {
			logger.debug("The start of the application context is not watched, because no thread could be started", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		this.lock.lock();
		try {
			while (!this.ended) {
				this.end.awaitNanos(this.limit.toNanos() / 5);
				check();
			}
		}
		catch (InterruptedException ex) {
			// this thread is never interrupted
		}
		finally {
			this.lock.unlock();
		}
	}

	private void check() {
		this.lock.lock();
		try {
			long limit = this.time.nanoTime() - this.limit.toNanos();
			this.blocked.forEach((thread, send) -> {
				if (send.since() - limit <= 0) {
					check(thread, send);
				}
			});
			checkStarter(limit);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Check a send that has exceeded the limit. The check is repeated until the send ends
	 * or is reported.
	 */
	private void check(Thread thread, BlockedSend send) {
		CallStack stack = CallStack.of(thread);
		if (!stack.isIn(Operation.SEND) || this.warned.contains(send.channel())) {
			this.blocked.remove(thread, send);
		}
		else if (stack.isOfStart() || isStartWaiting()) {
			this.blocked.remove(thread, send);
			this.warned.add(send.channel());
			warn(thread, send.channel(), stack);
		}
	}

	private static void warn(Thread thread, BackpressureChannel<?> channel, CallStack stack) {
		logger.warn("The start of the application context is blocked by a send to channel '" + channel.name()
				+ "', whose buffer of " + channel.capacity() + " is full: thread '" + thread.getName() + "' at "
				+ stack.place() + ". Listeners start after all beans have been created. Send from an ApplicationRunner "
				+ "or on ApplicationReadyEvent instead, or give the channel a larger buffer.", stack.trace(thread));
	}

	/**
	 * Check whether the start has been waiting for the same channel at least since the
	 * given time.
	 */
	private void checkStarter(long limit) {
		Thread starter = this.starter;
		if (starter == null) {
			return;
		}
		CallStack stack = CallStack.of(starter);
		Map<BackpressureChannel<?>, Long> awaited = new HashMap<>();
		this.observed.keySet()
			.stream()
			.filter(awaitedBy(stack))
			.forEach((channel) -> awaited.put(channel, channel.stats().receiveCount()));
		if (this.awaited.entrySet().stream().noneMatch(awaited.entrySet()::contains)) {
			this.awaitedSince = this.time.nanoTime();
		}
		else {
			awaited.entrySet().retainAll(this.awaited.entrySet());
			if (this.awaitedSince - limit <= 0 && this.warned.addAll(awaited.keySet())) {
				warn(starter, awaited.keySet(), stack);
			}
		}
		this.awaited = awaited;
	}

	/** Return a predicate for the channels that the thread may be waiting for. */
	private Predicate<BackpressureChannel<?>> awaitedBy(CallStack stack) {
		if (stack.isIn(Operation.RECEIVE)) {
			return (channel) -> channel.waitingReceivers() > 0;
		}
		if (stack.isIn(Operation.DRAIN)) {
			boolean closed = this.observed.keySet().stream().anyMatch(StartupWatch::isDraining);
			return closed ? StartupWatch::isDraining : (channel) -> !channel.isClosed();
		}
		return (channel) -> false;
	}

	private static boolean isDraining(BackpressureChannel<?> channel) {
		return channel.isClosed() && !channel.isDrained();
	}

	private static void warn(Thread starter, Set<BackpressureChannel<?>> channels, CallStack stack) {
		String names = channels.stream()
			.map((channel) -> "'" + channel.name() + "'")
			.sorted()
			.collect(Collectors.joining(" or "));
		boolean receive = stack.isIn(Operation.RECEIVE);
		logger.warn(
				"The start of the application context is blocked by "
						+ (receive ? "a receive from channel " + names
								: "a wait for channel " + names + " to be drained")
						+ ": thread '" + starter.getName() + "' at " + stack.place()
						+ ". Listeners start after all beans have been created. " + (receive ? "Receive" : "Wait")
						+ " on another thread, from an ApplicationRunner or on ApplicationReadyEvent instead.",
				stack.trace(starter));
	}

	/**
	 * Return whether the thread that starts the context is waiting, perhaps for the
	 * blocked sender. A start that makes progress is not blocked.
	 */
	private boolean isStartWaiting() {
		Thread starter = this.starter;
		return starter != null && starter.getState() == Thread.State.WAITING;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() == this.context) {
			destroy();
		}
	}

	/**
	 * Stop observing the channels, and end the watcher thread.
	 */
	@Override
	public void destroy() {
		this.ended = true;
		this.starter = null;
		this.observed.values().forEach(Registration::close);
		this.observed.clear();
		this.blocked.clear();
		this.warned.clear();
		this.lock.lock();
		try {
			this.end.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Send that waits for room.
	 *
	 * @param channel the channel
	 * @param since the time at which the send began to wait, by the time source
	 */
	private record BlockedSend(BackpressureChannel<?> channel, long since) {

	}

}
