package io.backpressure.channel.spring;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.SharedChannel;

import org.springframework.core.ResolvableType;

/**
 * The channels of an application context by their {@link BackpressureChannel#name()
 * name}: those declared in the properties, those defined by {@code @Bean} methods, and
 * those created here. A channel that has been closed is no longer listed.
 * <p>
 * Prefer injecting a channel to looking it up if its name is known at compile time. All
 * methods may be called from any thread.
 */
public interface ChannelRegistry {

	/**
	 * Return the names of the open channels that exist so far.
	 * @return the names, sorted; a copy
	 */
	Set<String> names();

	/**
	 * Find a channel.
	 * @param name the name of the channel
	 * @return the channel, or nothing if none that is open has the name
	 */
	Optional<BackpressureChannel<?>> find(String name);

	/**
	 * Return a channel.
	 * @param name the name of the channel
	 * @return the channel
	 * @throws NoSuchChannelException if no open channel has the name
	 */
	BackpressureChannel<?> get(String name);

	/**
	 * Return a channel of values of a type.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @param elementType the type that the channel was declared with
	 * @return the channel
	 * @throws NoSuchChannelException if no open channel has the name
	 * @throws IllegalArgumentException if the channel was declared with another type
	 */
	<T> BackpressureChannel<T> get(String name, Class<T> elementType);

	/**
	 * Return the type of the values that a channel was declared with.
	 * @param name the name of the channel
	 * @return the type; {@link ResolvableType#NONE} if it is not known
	 * @throws NoSuchChannelException if no open channel has the name
	 */
	ResolvableType elementType(String name);

	/**
	 * Create a channel that is known only when the application runs. It gets the
	 * {@code backpressure.defaults} and all that a declared channel gets, such as meters
	 * and events, and is closed with the application context at the latest, or detached
	 * if it is a {@link SharedChannel}.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @param elementType the type of the values
	 * @param settings what differs from the defaults
	 * @return the channel
	 * @throws IllegalArgumentException if there is an open channel of that name, or a
	 * setting is out of range
	 */
	<T> BackpressureChannel<T> create(String name, Class<T> elementType, Consumer<ChannelBuilder<T>> settings);

	/**
	 * Add a channel that was made elsewhere. A channel bean is added by itself.
	 * @param channel the channel
	 * @param elementType the type of its values
	 * @throws IllegalStateException if there is another open channel of that name
	 */
	void add(BackpressureChannel<?> channel, ResolvableType elementType);

}
