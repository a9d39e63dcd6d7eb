package io.backpressure.channel.spring.listener;

/**
 * Decorator of every call of every listener, for example to time it; declared as a bean.
 * The first decorator in {@link org.springframework.core.annotation.Order order} is the
 * outermost, except that those {@linkplain #isAroundSending() around sending} are outside
 * all others. A repeated call passes through the decorator each time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ListenerInvokerDecorator {

	/**
	 * Decorate a listener that is being created.
	 * @param listener the listener, which does not run yet
	 * @param invoker the invoker to decorate
	 * @return the invoker to call instead
	 */
	ListenerInvoker decorate(ListenerContainer listener, ListenerInvoker invoker);

	/**
	 * Release the resources of a listener that has been removed from the
	 * {@link ListenerRegistry}, or whose application context closes. Called once for each
	 * listener, even if this decorator or another one could not decorate it. By default
	 * does nothing.
	 * @param listener a listener that will not be called again
	 */
	default void removed(ListenerContainer listener) {
	}

	/**
	 * Return whether the decoration includes sending the result, which may wait for the
	 * next channel. By default the decoration includes only the call of the listener.
	 * @return whether sending is included
	 */
	default boolean isAroundSending() {
		return false;
	}

}
