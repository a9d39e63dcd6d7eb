package io.backpressure.channel.spring;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.spring.support.LocalBeans;
import io.backpressure.channel.spring.support.StandIn;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Registry of the channel beans of one bean factory, and of the channels created or added
 * in code. When the application context closes, the registry closes the channels that it
 * created.
 *
 * @since 0.1.0
 */
public class DefaultChannelRegistry implements ChannelRegistry, DisposableBean {

	/*
	 * A channel instance is listed under its name from creation until close. A channel
	 * bean that has no instance yet is found by its definition, so it does not matter
	 * whether the bean is lazy, or is created later than the bean that looks it up. One
	 * name is unknown before the instance exists: a name that the builder of a channel
	 * bean sets and that differs from the bean name.
	 */

	private final ChannelBuilderFactory builders;

	private final ConfigurableListableBeanFactory beanFactory;

	private final ChannelBeans beans;

	private final ChannelEntries entries = new ChannelEntries();

	/**
	 * Channel names by bean name, for beans whose instance has been added.
	 */
	private final Map<String, String> channelNames = new ConcurrentHashMap<>();

	/** Set when all beans that are not lazy have been instantiated. */
	private volatile boolean instantiated;

	/**
	 * Create a registry.
	 * @param builders creates the builders for {@link #create}
	 * @param beanFactory the bean factory whose channel beans to list
	 */
	public DefaultChannelRegistry(ChannelBuilderFactory builders, ConfigurableListableBeanFactory beanFactory) {
		this.builders = builders;
		this.beanFactory = beanFactory;
		this.beans = new ChannelBeans(beanFactory);
	}

	@Override
	public Set<String> names() {
		Set<String> names = new TreeSet<>(this.entries.names());
		if (!this.entries.isDestroyed()) {
			this.beans.names().stream().filter((bean) -> !this.channelNames.containsKey(bean)).forEach(names::add);
		}
		return Collections.unmodifiableSet(names);
	}

	@Override
	public Optional<BackpressureChannel<?>> find(String name) {
		Objects.requireNonNull(name, "name must not be null");
		ChannelEntry own = own(name);
		return (own != null || isOwn(name)) ? Optional.ofNullable(own).map(ChannelEntry::channel)
				: this.beans.parent().flatMap((parent) -> parent.find(name));
	}

	@Override
	public BackpressureChannel<?> get(String name) {
		return find(name).orElseThrow(() -> new NoSuchChannelException(name, names()));
	}

	@Override
	@SuppressWarnings("unchecked") // the declared type is compared
	public <T> BackpressureChannel<T> get(String name, Class<T> elementType) {
		Objects.requireNonNull(elementType, "elementType must not be null");
		BackpressureChannel<?> channel = get(name);
		Class<?> declared = elementType(name).resolve(Object.class);
		if (declared != ClassUtils.resolvePrimitiveIfNecessary(elementType)) {
			throw new IllegalArgumentException(
					"Channel '" + name + "' carries " + declared.getName() + ", not " + elementType.getName()
							+ ". Request the type that it carries, or change backpressure.channels." + name + ".type");
		}
		return (BackpressureChannel<T>) channel;
	}

	@Override
	public ResolvableType elementType(String name) {
		Objects.requireNonNull(name, "name must not be null");
		ChannelEntry own = own(name);
		if (own != null) {
			return own.elementType();
		}
		return (isOwn(name) ? Optional.<ChannelRegistry>empty() : this.beans.parent())
			.orElseThrow(() -> new NoSuchChannelException(name, names()))
			.elementType(name);
	}

	/**
	 * Return an open channel of this context, or null. Creates the bean of the channel if
	 * necessary.
	 */
	private @Nullable ChannelEntry own(String name) {
		ChannelEntry entry = this.entries.get(name);
		if (entry != null || this.entries.isDestroyed()) {
			return entry;
		}
		if (this.beans.contains(name)) {
			return bean(name);
		}
		if (!this.instantiated) {
			this.beans.names().forEach((bean) -> ChannelBeans.unlessInCreation(() -> bean(bean)));
		}
		return this.entries.get(name);
	}

	/**
	 * Return whether a name belongs to a bean, even if the channel of that bean is
	 * closed.
	 */
	private boolean isOwn(String name) {
		return !this.entries.isDestroyed() && this.beans.contains(name);
	}

	private @Nullable ChannelEntry bean(String name) {
		if (!this.channelNames.containsKey(name)) {
			BackpressureChannel<?> channel = this.beans.instance(name);
			if (StandIn.isStandIn(channel) || this.beans.isScopedProxy(name)) {
				return new ChannelEntry(channel, this.beans.elementType(name), false);
			}
			addBean(name, channel);
		}
		String channelName = this.channelNames.get(name);
		return (channelName != null) ? this.entries.get(channelName) : null;
	}

	@Override
	public <T> BackpressureChannel<T> create(String name, Class<T> elementType, Consumer<ChannelBuilder<T>> settings) {
		Objects.requireNonNull(name, "name must not be null");
		Objects.requireNonNull(elementType, "elementType must not be null");
		Objects.requireNonNull(settings, "settings must not be null");
		ChannelNameSyntax.check(name);
		if (own(name) != null) {
			throw new IllegalArgumentException(taken(name));
		}
		ChannelBuilder<T> builder = this.builders.builder(name);
		settings.accept(builder);
		ResolvableType type = ResolvableType.forClass(ClassUtils.resolvePrimitiveIfNecessary(elementType));
		BackpressureChannel<T> channel = this.builders.build(name, type, builder);
		ChannelEntry entry = new ChannelEntry(channel, type, true);
		try {
			if (!this.entries.add(entry, attachments(channel))) {
				throw new IllegalArgumentException(taken(name));
			}
			return channel;
		}
		catch (RuntimeException | Error ex) {
			entry.release();
			throw ex;
		}
	}

	@Override
	public void add(BackpressureChannel<?> channel, ResolvableType elementType) {
		Objects.requireNonNull(channel, "channel must not be null");
		Objects.requireNonNull(elementType, "elementType must not be null");
		if (!this.entries.add(new ChannelEntry(channel, elementType, false), attachments(channel))) {
			throw new IllegalStateException(taken(channel.name()));
		}
	}

	private static String taken(String name) {
		return "There are two channels named '" + name + "'. Meters and events identify a channel by its name. "
				+ "Rename one of them; for a channel bean, use BackpressureChannel.builder().name(...)";
	}

	/**
	 * Return the attachments. Throws an exception after the end of the context, because
	 * the lookup would then create the attachments again.
	 */
	private List<ChannelAttachment> attachments(BackpressureChannel<?> channel) {
		this.entries.requireOpen(channel);
		return LocalBeans.ordered(this.beanFactory, ChannelAttachment.class);
	}

	/**
	 * Add the instance of a channel bean, unless it is a stand-in. A channel without a
	 * name gets the name of its bean, unless the bean is a prototype.
	 */
	void addBean(String beanName, BackpressureChannel<?> channel) {
		if (this.channelNames.containsKey(beanName) || StandIn.isStandIn(channel)
				|| this.beans.isScopedProxy(beanName)) {
			return;
		}
		if (ScopedProxyUtils.isScopedTarget(beanName)) { // found as its proxy
			channel.assignName(ScopedProxyUtils.getOriginalBeanName(beanName));
			this.entries.addScoped(new ChannelEntry(channel, this.beans.elementType(beanName), false),
					attachments(channel));
			return;
		}
		boolean singleton = this.beans.isSingleton(beanName);
		ChannelEntry entry = new ChannelEntry(channel, this.beans.elementType(beanName), false);
		try {
			// before a name is assigned, because the lookup may fail
			List<ChannelAttachment> attachments = attachments(channel);
			if (singleton) {
				channel.assignName(beanName);
			}
			if (!this.entries.add(entry, attachments)) {
				throw new IllegalStateException(taken(channel.name()));
			}
		}
		catch (RuntimeException | Error ex) {
			entry.release(); // Spring does not destroy a bean that fails here
			throw ex;
		}
		if (singleton) {
			this.channelNames.put(beanName, channel.name());
		}
	}

	/**
	 * Add the channel beans that have not been added yet, such as singletons that were
	 * registered as instances. Bean post-processors are not called for those.
	 */
	void afterSingletonsInstantiated() {
		for (String name : this.beans.names()) {
			if (!this.channelNames.containsKey(name) && !this.beans.isScopedProxy(name)
					&& (this.beans.isInstantiated(name) || !this.beans.isLazy(name))) {
				addBean(name, this.beans.instance(name));
			}
		}
		this.instantiated = true;
	}

	/**
	 * Close the channels created by this registry. Those with a shared buffer are
	 * detached and stay open for other JVMs. A channel that outlives the context no
	 * longer refers to the context.
	 */
	@Override
	public void destroy() {
		this.entries.destroy();
	}

}
