package io.backpressure.channel.spring.lifecycle;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.spring.ChannelAttachment;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Warns about a send that blocks the start of an application context. Listeners start
 * when all beans have been created, so that a bean that sends more than the buffer holds
 * in its constructor or {@code @PostConstruct} waits for ever.
 * <p>
 * Channels are observed until the context has started. A send that does not wait costs
 * nothing; the first that does starts a thread, which ends when no send is waiting.
 */
public final class StartupSendWatch
		implements ChannelAttachment, ApplicationListener<ContextRefreshedEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(StartupSendWatch.class);

	private final ApplicationContext context;

	private final Duration limit;

	/** The thread that starts the context; cleared when it has started. */
	private volatile @Nullable Thread starter = Thread.currentThread();

	private final Map<BackpressureChannel<?>, CancellationToken.Registration> observed = new ConcurrentHashMap<>();

	private final Map<Thread, BlockedSend> blocked = new ConcurrentHashMap<>();

	private final Set<BackpressureChannel<?>> warned = ConcurrentHashMap.newKeySet();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition end = this.lock.newCondition();

	/** Guarded by the lock. */
	private @Nullable Thread watcher;

	private volatile boolean ended;

	/**
	 * Create a watch that is not attached to any channel.
	 * @param context the context whose start ends it
	 * @param limit how long a send may wait before a warning is logged
	 */
	public StartupSendWatch(ApplicationContext context, Duration limit) {
		this.context = context;
		this.limit = limit;
	}

	@Override
	public void attach(BackpressureChannel<?> channel) {
		if (this.ended) {
			return;
		}
		CancellationToken.Registration observation = channel.observe(new BackpressureChannel.Observer<Object>() {

			@Override
			public void onBlock() {
				note(channel);
			}

		});
		CancellationToken.Registration forgetting = channel.onClose(() -> this.observed.remove(channel));
		this.observed.put(channel, () -> {
			observation.close();
			forgetting.close();
		});
		if (this.ended) {
			destroy();
		}
	}

	/** The calling thread is about to wait in a send. */
	private void note(BackpressureChannel<?> channel) {
		if (!this.ended && !this.warned.contains(channel)) {
			this.blocked.put(Thread.currentThread(), new BlockedSend(channel, System.nanoTime()));
			watch();
		}
	}

	private void watch() {
		this.lock.lock();
		try {
			if (this.watcher == null) {
				Thread thread = new Thread(null, this::run, "backpressure-startup", 0, false);
				thread.setDaemon(true);
				thread.setContextClassLoader(getClass().getClassLoader());
				thread.start();
				this.watcher = thread;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		this.lock.lock();
		try {
			while (!this.ended && !this.blocked.isEmpty()) {
				this.end.awaitNanos(this.limit.toNanos() / 5);
				long limit = System.nanoTime() - this.limit.toNanos();
				this.blocked.forEach((thread, send) -> {
					if (send.since() - limit <= 0) {
						check(thread, send);
					}
				});
			}
		}
		catch (InterruptedException ex) {
			// by nobody; another send starts another thread
		}
		finally {
			this.watcher = null;
			this.lock.unlock();
		}
	}

	/** Check a send that should have ended; until it has, it is checked again. */
	private void check(Thread thread, BlockedSend send) {
		SendStack stack = new SendStack(thread.getStackTrace());
		StackTraceElement caller = stack.caller();
		if (caller == null || this.warned.contains(send.channel())) {
			this.blocked.remove(thread, send);
		}
		else if (stack.isOfStart() || isStartWaiting()) {
			this.blocked.remove(thread, send);
			this.warned.add(send.channel());
			warn(thread, send.channel(), stack);
		}
	}

	private static void warn(Thread thread, BackpressureChannel<?> channel, SendStack stack) {
		Throwable trace = new Throwable("Stack of thread '" + thread.getName() + "'");
		trace.setStackTrace(stack.frames());
		logger.warn("The start of the application context waits for a send to channel '" + channel.name()
				+ "', whose buffer of " + channel.capacity() + " is full: thread '" + thread.getName() + "' at "
				+ stack.place() + ". Listeners start after all beans have been created. Send from an ApplicationRunner "
				+ "or on ApplicationReadyEvent instead, or give the channel a larger buffer.", trace);
	}

	/** Perhaps for the thread that sends. A start that makes progress is not held up. */
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
	 * Leave the channels, and let the thread end.
	 */
	@Override
	public void destroy() {
		this.ended = true;
		this.starter = null;
		this.observed.values().forEach(CancellationToken.Registration::close);
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
	 * A send that waits for room.
	 *
	 * @param channel the channel
	 * @param since when it began to wait, by {@link System#nanoTime()}
	 */
	private record BlockedSend(BackpressureChannel<?> channel, long since) {

	}

}
