package io.backpressure.channel.spring.listener;

import java.util.List;

/**
 * Factory for listeners created in code. Such a listener is a function that is called
 * with the values of a channel, like a method with {@link ChannelListener}. All methods
 * may be called from any thread.
 *
 * @since 0.1.0
 */
public interface ListenerContainerFactory {

	/**
	 * Create a listener that calls a function with each value. Options configured for the
	 * id or the channel apply as for an annotated method. The listener is added to the
	 * registry but not started. A listener that was created before the application
	 * context starts is started with the context, unless {@code autoStartup} is
	 * {@code false}.
	 * @param <T> the type of the values
	 * @param id the id of the listener
	 * @param channel the name of the channel to receive from
	 * @param type the type of the values
	 * @param handler the function to call with each value
	 * @param options the options set in code, or {@link ListenerOptions#NONE}; options
	 * configured for the id or the channel take precedence; where neither sets an option,
	 * the default of all listeners applies
	 * @return the listener
	 * @throws InvalidListenersException if the listener is invalid, for example because
	 * the channel is not declared
	 */
	<T> ListenerContainer create(String id, String channel, Class<T> type, ListenerHandler<? super T> handler,
			ListenerOptions options);

	/**
	 * Create a listener that calls a function with batches of values, like
	 * {@link #create(String, String, Class, ListenerHandler, ListenerOptions) create}
	 * with single values.
	 * @param <T> the type of the values
	 * @param id the id of the listener
	 * @param channel the name of the channel to receive from
	 * @param type the type of the values
	 * @param handler the function to call with each batch
	 * @param options the options set in code, or {@link ListenerOptions#NONE}; options
	 * configured for the id or the channel take precedence; where neither sets an option,
	 * the default of all listeners applies
	 * @return the listener
	 * @throws InvalidListenersException if the listener is invalid, for example because
	 * the channel is not declared
	 */
	<T> ListenerContainer createBatch(String id, String channel, Class<T> type,
			ListenerHandler<? super List<T>> handler, ListenerOptions options);

}
