package io.backpressure.channel.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.event.GuardedPublisher;
import io.backpressure.channel.spring.support.LocalBeans;
import io.backpressure.channel.spring.support.StandIn;
import io.backpressure.channel.spring.support.TimeSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Factory that validates and creates listeners for the channels in a
 * {@link ChannelRegistry}.
 *
 * @since 0.1.0
 */
public class DefaultListenerContainerFactory implements ListenerContainerFactory {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final ChannelRegistry channels;

	private final DefaultListenerRegistry registry;

	private final ListenerOptionsResolver options;

	private final ListableBeanFactory beanFactory;

	private final GuardedPublisher events;

	private final ListenerExecutors executors;

	private final GrowthWatch growthWatch;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * Create a factory.
	 * @param channels the registry that channels are looked up in
	 * @param registry the registry that listeners are added to
	 * @param options the resolver of configured options
	 * @param beanFactory the bean factory that provides error handlers and
	 * {@link ListenerInvokerDecorator}s
	 * @param publisher the publisher of events
	 * @param virtualThreads whether listeners run on virtual threads
	 */
	public DefaultListenerContainerFactory(ChannelRegistry channels, DefaultListenerRegistry registry,
			ListenerOptionsResolver options, ListableBeanFactory beanFactory, ApplicationEventPublisher publisher,
			boolean virtualThreads) {
		this.channels = channels;
		this.registry = registry;
		this.options = options;
		this.beanFactory = beanFactory;
		this.events = new GuardedPublisher(publisher);
		this.executors = new ListenerExecutors(virtualThreads);
		this.growthWatch = new GrowthWatch(TimeSource.of(beanFactory));
	}

	@Override
	@SuppressWarnings("unchecked") // a primitive type and its wrapper are the same here
	public <T> ListenerContainer create(String id, String channel, Class<T> type, ListenerHandler<? super T> handler,
			ListenerOptions options) {
		Objects.requireNonNull(type, "type must not be null");
		Objects.requireNonNull(handler, "handler must not be null");
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		return create(id, channel, boxed, false, options, (value) -> {
			handler.handle((T) boxed.cast(value));
			return null;
		});
	}

	@Override
	@SuppressWarnings("unchecked") // the type was checked against that of the channel
	public <T> ListenerContainer createBatch(String id, String channel, Class<T> type,
			ListenerHandler<? super List<T>> handler, ListenerOptions options) {
		Objects.requireNonNull(type, "type must not be null");
		Objects.requireNonNull(handler, "handler must not be null");
		return create(id, channel, ClassUtils.resolvePrimitiveIfNecessary(type), true, options, (batch) -> {
			handler.handle((List<T>) batch);
			return null;
		});
	}

	private ListenerContainer create(String id, String channel, Class<?> type, boolean batch, ListenerOptions options,
			ListenerInvoker invoker) {
		Objects.requireNonNull(id, "id must not be null");
		Objects.requireNonNull(channel, "channel must not be null");
		Objects.requireNonNull(options, "options must not be null");
		ListenerContainer listener = create(List.of(new ListenerDefinition(id, channel, "created in code", options,
				batch, ResolvableType.forClass(type), null, invoker)), List.of())
			.get(0);
		this.registry.removeWhenDone(listener);
		return listener;
	}

	/**
	 * Create listeners, all or none of them.
	 * @param problems the problems of other listeners, which could not be defined
	 * @throws InvalidListenersException if there is any problem
	 */
	List<ListenerContainer> create(List<ListenerDefinition> declared, List<String> problems) {
		this.lock.lock();
		try {
			List<ListenerDefinition> definitions = declared.stream().map(this::resolve).toList();
			new ListenerChecks(this.channels, this.beanFactory, problems).check(definitions, this.registry.takenIds());
			List<ListenerContainer> containers = createAll(definitions);
			containers.forEach(this.registry::add);
			return containers;
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<ListenerContainer> createAll(List<ListenerDefinition> definitions) {
		List<ListenerContainer> containers = new ArrayList<>();
		try {
			definitions.forEach((definition) -> containers.add(create(definition)));
			return containers;
		}
		catch (RuntimeException | Error ex) {
			containers.forEach(ListenerContainer::free);
			throw ex;
		}
	}

	private ListenerDefinition resolve(ListenerDefinition declared) {
		ListenerOptions configured = this.options.configured(declared.id(), declared.channelName());
		return declared.with(configured.or(declared.options()).or(declared.fitting(this.options.defaults())));
	}

	private ListenerContainer create(ListenerDefinition declared) {
		BackpressureChannel<?> channel = this.channels.get(declared.channelName());
		ListenerDefinition definition = declared;
		if (StandIn.isStandIn(channel)) {
			logger.info(declared + " does not start: channel '" + declared.channelName()
					+ "' is replaced by a stand-in, such as a mock");
			definition = declared.with(declared.options().withoutStartup());
		}
		ListenerOptions options = definition.options();
		FailureLog log = new FailureLog(logger, definition.id(), definition.channelName(), valueDescriber(),
				System::nanoTime);
		ListenerComponents components = new ListenerComponents(ListenerSettings.of(options),
				this.options.drainTimeout(), this.executors.of(definition.id()),
				(options.sendTo() != null) ? channel(options.sendTo()) : null,
				LocalBeans.ordered(this.beanFactory, ListenerInvokerDecorator.class), new Retries(options.retry()),
				errorHandler(options, log), this.events, log, this.growthWatch, TimeSource.of(this.beanFactory));
		return ListenerContainer.create(definition, Intake.of(channel), components);
	}

	private ValueDescriber valueDescriber() {
		return this.beanFactory.getBeanProvider(ValueDescriber.class)
			.getIfAvailable(() -> (value) -> value.getClass().getName());
	}

	private ListenerErrorHandler errorHandler(ListenerOptions options, FailureLog log) {
		String deadLetter = options.deadLetter();
		if (deadLetter != null) {
			return new DeadLetterErrorHandler(channel(deadLetter), () -> !this.registry.ofChannel(deadLetter).isEmpty(),
					log, DeadLetterErrorHandler.LIMIT);
		}
		if (options.errorHandler() != null) {
			return this.beanFactory.getBean(options.errorHandler(), ListenerErrorHandler.class);
		}
		@Nullable ListenerErrorHandler only = this.beanFactory.getBeanProvider(ListenerErrorHandler.class).getIfUnique();
		return (only != null) ? only : new LoggingErrorHandler(log);
	}

	@SuppressWarnings("unchecked") // the type was checked against that of the channel
	private BackpressureChannel<Object> channel(String name) {
		return (BackpressureChannel<Object>) this.channels.get(name);
	}

}
