package io.backpressure.channel.spring.support;

import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Source of the time that the listeners, the monitor and the watchdogs of an application
 * context use. The source measures retry delays; idle, batch and drain timeouts; the wait
 * before a listener starts a further thread; the durations of channel conditions and
 * watermark crossings; and the intervals of summary events. A test replaces the source
 * with a bean whose time can be moved.
 *
 * @since 0.1.0
 */
public interface TimeSource {

	/**
	 * The time of the system, by {@link System#nanoTime()}.
	 */
	TimeSource SYSTEM = System::nanoTime;

	/**
	 * Return the time source of an application context. May be called while beans are
	 * being created: initializes no {@code FactoryBean}.
	 * @param beanFactory the bean factory of the context
	 * @return the bean of this type, or {@link #SYSTEM} if there is none
	 */
	static TimeSource of(ListableBeanFactory beanFactory) {
		return beanFactory.getBeanProvider(TimeSource.class, false).getIfAvailable(() -> SYSTEM);
	}

	/**
	 * Return the time.
	 * @return the time in nanoseconds, comparable only with other times of this source
	 */
	long nanoTime();

	/**
	 * Return how long the calling thread should wait for a deadline before it calls this
	 * method again.
	 * @param deadline the deadline, by {@link #nanoTime()}
	 * @return a time in nanoseconds; zero or less once the deadline has passed
	 */
	default long remaining(long deadline) {
		return deadline - nanoTime();
	}

	/**
	 * Register an action to run before and after each move of the time by a test. By
	 * default does nothing, because the time of the system is not moved.
	 * @param action the action
	 */
	default void onMove(Runnable action) {
	}

}
