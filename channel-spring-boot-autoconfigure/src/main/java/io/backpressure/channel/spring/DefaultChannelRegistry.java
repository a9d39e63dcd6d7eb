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
 * The channels of an application context, and the closing of those that were created by
 * {@link #create}.
 */
public final class DefaultChannelRegistry implements ChannelRegistry, DisposableBean {

	private final ChannelBuilderFactory builders;

	private final ObjectProvider<ChannelAttachment> attachments;

	private final Map<String, Entry> entries = new ConcurrentHashMap<>();

	/**
	 * Create a registry without channels.
	 * @param builders what makes the builders of channels created here
	 * @param attachments what is told of every channel
	 */
	public DefaultChannelRegistry(ChannelBuilderFactory builders, ObjectProvider<ChannelAttachment> attachments) {
		this.builders = builders;
		this.attachments = attachments;
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(new TreeSet<>(this.entries.keySet()));
	}

	@Override
	public Optional<BackpressureChannel<?>> find(String name) {
		return Optional.ofNullable(this.entries.get(name)).map(Entry::channel);
	}

	@Override
	public BackpressureChannel<?> get(String name) {
		return entry(name).channel();
	}

	@Override
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

	@Override
	public ResolvableType elementType(String name) {
		return entry(name).elementType();
	}

	@Override
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

	@Override
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
		this.entries.values()
			.stream()
			.filter(Entry::owned)
			.map(Entry::channel)
			.forEach(DefaultChannelRegistry::release);
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
