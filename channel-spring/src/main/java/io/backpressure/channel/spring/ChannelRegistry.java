package io.backpressure.channel.spring;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.SharedChannel;

import org.springframework.core.ResolvableType;

/**
 * The channels of an application context by name: those declared in the properties, those
 * defined by {@code @Bean} methods, and those created or added in code. A channel that is
 * a bean has the name of the bean by default. If the builder of the channel sets a
 * different name, the channel is found by both names.
 * <p>
 * Channel beans are found by their definitions. They can be looked up at any time, even
 * in a constructor and even if they are lazy; a lookup creates the bean if necessary.
 * Lookups continue in the parent context for a name that this context does not have. A
 * closed channel is not found.
 * <p>
 * Prefer injecting a channel to looking it up if its name is known at compile time. All
 * methods may be called from any thread, and throw {@link NullPointerException} if an
 * argument is {@code null}.
 *
 * @since 0.1.0
 */
public interface ChannelRegistry {

	/**
	 * Return the names of the open channels of this context, without those of its
	 * parents.
	 * @return the names, sorted; a copy
	 */
	Set<String> names();

	/**
	 * Find a channel.
	 * @param name the name of the channel
	 * @return the channel; empty if no open channel has the name
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
	 * Return a channel whose values have a given type.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @param elementType the type that the channel was declared with; its raw class if it
	 * has type arguments
	 * @return the channel
	 * @throws NoSuchChannelException if no open channel has the name
	 * @throws IllegalArgumentException if the channel was declared with another type
	 */
	<T> BackpressureChannel<T> get(String name, Class<T> elementType);

	/**
	 * Return the declared type of a channel's values.
	 * @param name the name of the channel
	 * @return the type; {@link ResolvableType#NONE} if it is not known
	 * @throws NoSuchChannelException if no open channel has the name
	 */
	ResolvableType elementType(String name);

	/**
	 * Create a channel that is known only at run time. The channel gets the
	 * {@code backpressure.defaults} and everything that a declared channel gets, such as
	 * meters and events. Closing the channel frees its name. When the application context
	 * closes, the channel is closed with it, or detached if it is a
	 * {@link SharedChannel}. The channel is not a bean, so names that Spring reserves for
	 * beans, such as {@code environment}, are valid here but not for declared channels.
	 * @param <T> the type of the values
	 * @param name the name of the channel, by the rules for declared channels: lower-case
	 * letters and digits, with single hyphens between, beginning with a letter, at most
	 * {@value ChannelNameSyntax#MAX_LENGTH} characters
	 * @param elementType the type of the values
	 * @param settings sets what differs from the defaults
	 * @return the channel
	 * @throws IllegalArgumentException if the name is not valid or is taken by another
	 * open channel of this context, or if a setting is out of range
	 * @throws IllegalStateException if the application context is closed
	 */
	<T> BackpressureChannel<T> create(String name, Class<T> elementType, Consumer<ChannelBuilder<T>> settings);

	/**
	 * Add a channel that was built elsewhere and is not a bean. Like a created channel,
	 * it is closed with the application context, or detached if it is a
	 * {@link SharedChannel}. Adding the same channel again has no effect.
	 * @param channel the channel
	 * @param elementType the type of its values
	 * @throws IllegalStateException if the name is taken by another open channel, or if
	 * the application context is closed
	 */
	void add(BackpressureChannel<?> channel, ResolvableType elementType);

}
