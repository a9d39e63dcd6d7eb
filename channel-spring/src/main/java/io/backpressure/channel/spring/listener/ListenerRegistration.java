package io.backpressure.channel.spring.listener;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.Registration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Registration of a listener in its registry. Records whether another listener with the
 * same id may replace the listener, and whether the listener has been removed for good.
 * Also frees the listener's resources. Thread-safe.
 */
final class ListenerRegistration {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final String listenerId;

	private final BackpressureChannel<?> channel;

	private final List<ListenerInvokerDecorator> decorators;

	private final AtomicBoolean freed = new AtomicBoolean();

	private volatile @Nullable Registration onClose;

	private volatile Runnable onStart = () -> {
	};

	private volatile Runnable onThreadsEnded = () -> {
	};

	private volatile boolean retired;

	ListenerRegistration(String listenerId, BackpressureChannel<?> channel, List<ListenerInvokerDecorator> decorators) {
		this.listenerId = listenerId;
		this.channel = channel;
		this.decorators = decorators;
	}

	/**
	 * Let another listener replace this one after the channel has been closed. Called
	 * only for listeners created in code.
	 * @param onClose the registration of the action that removes the listener when the
	 * channel is closed; unregistered when the listener's resources are freed
	 */
	void replaceWhenClosed(Registration onClose) {
		this.onClose = onClose;
	}

	/**
	 * Return whether another listener may take over the id: {@link #replaceWhenClosed}
	 * was called, and the channel is closed.
	 */
	boolean isReplaceable() {
		return this.onClose != null && this.channel.isClosed();
	}

	/** Prevent further starts of the listener. */
	void retire() {
		this.retired = true;
	}

	boolean isRetired() {
		return this.retired;
	}

	/** Set the actions to run before each start, and when the last thread has ended. */
	void onChange(Runnable onStart, Runnable onThreadsEnded) {
		this.onStart = onStart;
		this.onThreadsEnded = onThreadsEnded;
	}

	/**
	 * Run the action for the end of the last thread. The listener may have been started
	 * again in the meantime.
	 */
	void threadsEnded() {
		this.onThreadsEnded.run();
	}

	/**
	 * Prepare for a start.
	 * @throws IllegalStateException if the listener has been removed
	 */
	void start() {
		if (this.retired) {
			throw new IllegalStateException("Listener '" + this.listenerId
					+ "' has been removed from the ListenerRegistry and cannot be started: create another one");
		}
		this.onStart.run();
	}

	/** Let decorators and the channel release what they hold for the listener, once. */
	void free(ListenerContainer listener) {
		if (!this.freed.compareAndSet(false, true)) {
			return;
		}
		Registration onClose = this.onClose;
		if (onClose != null) {
			onClose.close();
		}
		for (ListenerInvokerDecorator decorator : this.decorators) {
			try {
				decorator.removed(listener);
			}
			catch (RuntimeException | Error ex) {
				logger.error("Decorator " + decorator.getClass().getName()
						+ " failed to release the resources of listener '" + this.listenerId + "'", ex);
			}
		}
	}

}
