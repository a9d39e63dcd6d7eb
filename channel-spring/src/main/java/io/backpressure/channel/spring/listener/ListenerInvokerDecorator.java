package io.backpressure.channel.spring.listener;

/**
 * A bean of this type takes part in every call of every listener, such as to time it. The
 * first in {@link org.springframework.core.annotation.Order order} is the outermost. A
 * call that is repeated passes here each time.
 */
@FunctionalInterface
public interface ListenerInvokerDecorator {

	/**
	 * Decorate a listener that is being made.
	 * @param listener the listener, which does not run yet
	 * @param invoker what calls it
	 * @return what is to be called instead
	 */
	ListenerInvoker decorate(ListenerContainer listener, ListenerInvoker invoker);

	/**
	 * Free whatever is kept for a listener: it has been removed from the
	 * {@link ListenerRegistry}, or the application context ends. Called once for each
	 * listener that was decorated. By default does nothing.
	 * @param listener a listener that will not be called again
	 */
	default void removed(ListenerContainer listener) {
	}

	/**
	 * Whether the decoration goes around the sending of the result as well, which may
	 * wait for the next channel. By default it goes around the listener alone.
	 * @return whether it does
	 */
	default boolean isAroundSending() {
		return false;
	}

}
