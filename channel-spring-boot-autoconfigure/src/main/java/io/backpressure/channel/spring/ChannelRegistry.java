package io.backpressure.channel.spring;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.SharedChannel;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.ResolvableType;

/**
 * The channels of an application context by their {@link BackpressureChannel#name()
 * name}: those declared in the properties, those defined by {@code @Bean} methods, and
 * those created here. A channel that has been closed is no longer listed.
 * <p>
 * Inject a channel rather than looking it up where its name is known when the code is
 * written. All methods may be called from any thread.
 */
public final class ChannelRegistry implements DisposableBean {

	private final ChannelBuilderFactory builders;

	private final ObjectProvider<ChannelAttachment> attachments;

	private final Map<String, Entry> entries = new ConcurrentHashMap<>();

	/**
	 * Create a registry without channels.
	 * @param builders what makes the builders of channels created here
	 * @param attachments what is told of every channel
	 */
	public ChannelRegistry(ChannelBuilderFactory builders, ObjectProvider<ChannelAttachment> attachments) {
		this.builders = builders;
		this.attachments = attachments;
	}

	/**
	 * Return the names of the open channels that exist so far.
	 * @return the names, sorted; a copy
	 */
	public Set<String> names() {
		return Collections.unmodifiableSet(new TreeSet<>(this.entries.keySet()));
	}

	/**
	 * Find a channel.
	 * @param name the name of the channel
	 * @return the channel, or nothing if none that is open has the name
	 */
	public Optional<BackpressureChannel<?>> find(String name) {
		return Optional.ofNullable(this.entries.get(name)).map(Entry::channel);
	}

	/**
	 * Return a channel.
	 * @param name the name of the channel
	 * @return the channel
	 * @throws NoSuchChannelException if no open channel has the name
	 */
	public BackpressureChannel<?> get(String name) {
		return entry(name).channel();
	}

	/**
	 * Return a channel of values of a type.
	 * @param <T> the type of the values
	 * @param name the name of the channel
	 * @param elementType the type that the channel was declared with
	 * @return the channel
	 * @throws NoSuchChannelException if no open channel has the name
	 * @throws IllegalArgumentException if the channel was declared with another type
	 */
	@SuppressWarnings("unchecked") // compared
	public <T> BackpressureChannel<T> get(String name, Class<T> elementType) {
		Entry entry = entry(name);
		Class<?> declared = entry.elementType().resolve(Object.class);
		if (declared != elementType) {
			throw new IllegalArgumentException("Channel '" + name + "' carries " + declared.getName() + ", not "
					+ elementType.getName() + ": ask for that type, or change backpressure.channels." + name + ".type");
		}
		return (BackpressureChannel<T>) entry.channel();
	}

	/**
	 * Return the type of the values that a channel was declared with.
	 * @param name the name of the channel
	 * @return the type; {@link ResolvableType#NONE} if it is not known
	 * @throws NoSuchChannelException if no open channel has the name
	 */
	public ResolvableType elementType(String name) {
		return entry(name).elementType();
	}

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
	public <T> BackpressureChannel<T> create(String name, Class<T> elementType, Consumer<ChannelBuilder<T>> settings) {
		ChannelBuilder<T> builder = this.builders.builder(name);
		settings.accept(builder);
		ResolvableType type = ResolvableType.forClass(elementType);
		BackpressureChannel<T> channel = this.builders.build(name, type, builder);
		try {
			add(channel, type, true);
		}
		catch (IllegalStateException ex) {
			release(channel);
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
		return channel;
	}

	/**
	 * Add a channel that was made elsewhere. A channel bean is added by itself.
	 * @param channel the channel
	 * @param elementType the type of its values
	 * @throws IllegalStateException if there is another open channel of that name
	 */
	public void add(BackpressureChannel<?> channel, ResolvableType elementType) {
		add(channel, elementType, false);
	}

	private void add(BackpressureChannel<?> channel, ResolvableType elementType, boolean owned) {
		Objects.requireNonNull(channel, "channel must not be null");
		Entry entry = new Entry(channel, elementType, owned);
		Entry present = this.entries.putIfAbsent(channel.name(), entry);
		if (present != null && present.channel() == channel) {
			return;
		}
		if (present != null) {
			throw new IllegalStateException("There are two channels named '" + channel.name()
					+ "'. Names tell channels apart in meters and events: give one of them another by "
					+ "BackpressureChannel.builder().name(...)");
		}
		this.attachments.orderedStream().forEach((attachment) -> attachment.attach(channel));
		channel.onClose(() -> this.entries.remove(channel.name(), entry));
	}

	private Entry entry(String name) {
		Entry entry = this.entries.get(name);
		if (entry == null) {
			throw new NoSuchChannelException(name, names());
		}
		return entry;
	}

	/**
	 * Close the channels that were created here; those that other JVMs share are
	 * detached, and go on there.
	 */
	@Override
	public void destroy() {
		this.entries.values().stream().filter(Entry::owned).map(Entry::channel).forEach(ChannelRegistry::release);
	}

	private static void release(BackpressureChannel<?> channel) {
		if (channel instanceof SharedChannel<?> shared) {
			shared.detach();
		}
		else {
			channel.close();
		}
	}

	private record Entry(BackpressureChannel<?> channel, ResolvableType elementType, boolean owned) {

	}

}
