package io.backpressure.channel.spring.listener;

import java.util.List;

/**
 * Creates listeners in code. Each is a function that is called with the values of a
 * channel, as a method with {@link ChannelListener} is. All methods may be called from
 * any thread.
 */
public interface ListenerContainerFactory {

	/**
	 * Make a listener that calls a function with each value. Configured options for its
	 * id or channel apply as they do to an annotated method. It is in the registry, and
	 * not started; the application context starts it if it is made before that starts.
	 * @param <T> the type of the values
	 * @param id the id of the listener
	 * @param channel the name of the channel to receive from
	 * @param type the type of the values
	 * @param handler what is called with each value
	 * @param options the options, {@link ListenerOptions#NONE} for the configured ones
	 * @return the listener
	 * @throws InvalidListenersException if it cannot work, such as on a channel that is
	 * not declared
	 */
	<T> ListenerContainer create(String id, String channel, Class<T> type, ListenerHandler<? super T> handler,
			ListenerOptions options);

	/**
	 * Make a listener that calls a function with batches of values, as
	 * {@link #create(String, String, Class, ListenerHandler, ListenerOptions) create}
	 * does with single ones.
	 * @param <T> the type of the values
	 * @param id the id of the listener
	 * @param channel the name of the channel to receive from
	 * @param type the type of the values
	 * @param handler what is called with each batch
	 * @param options the options, {@link ListenerOptions#NONE} for the configured ones
	 * @return the listener
	 * @throws InvalidListenersException if it cannot work, such as on a channel that is
	 * not declared
	 */
	<T> ListenerContainer createBatch(String id, String channel, Class<T> type,
			ListenerHandler<? super List<T>> handler, ListenerOptions options);

}
