package io.backpressure.channel.spring.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.support.StandIn;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Bean post-processor that finds the methods with {@link ChannelListener} and creates
 * listeners for them. When all singletons exist, it searches the types of all bean
 * definitions, so a bean may also be lazy, a prototype, scoped, or the product of a
 * factory. A bean that is defined later, or whose class is unknown until it exists, is
 * searched when it is created.
 *
 * @since 0.1.0
 */
public class ChannelListenerBeanPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	/*
	 * Concurrency. Several threads may create beans at once, before, during and after the
	 * search. A listener is found once, by the first thread that sees the class of a
	 * bean, and is queued. The search sets the flag 'searched' before it takes from the
	 * queue. So a thread that queues a listener too late for the search sees the flag,
	 * and creates the listener itself. This class keeps no reference to a bean.
	 */

	private static final Log logger = LogFactory.getLog(ChannelListenerBeanPostProcessor.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<DefaultListenerContainerFactory> containers;

	private final ObjectProvider<ChannelRegistry> channels;

	private final ObjectProvider<ListenerLifecycle> lifecycle;

	private final AnnotationOptions options;

	/** Annotated methods by searched class; a cache. */
	private final Map<Class<?>, Map<Method, List<ChannelListener>>> methods = new ConcurrentReferenceHashMap<>(256);

	/** Keys, by {@link AnnotatedListener#key()}, of the methods that have listeners. */
	private final Set<List<Object>> known = ConcurrentHashMap.newKeySet();

	private final Queue<AnnotatedListener> found = new ConcurrentLinkedQueue<>();

	private volatile boolean searched;

	/**
	 * Create a processor. It is created before most beans, and therefore takes providers.
	 * @param beanFactory the bean factory whose beans are searched
	 * @param containers creates the listeners
	 * @param channels finds the channels
	 * @param lifecycle decides whether a listener that is found after the search is
	 * started at once
	 */
	public ChannelListenerBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<DefaultListenerContainerFactory> containers, ObjectProvider<ChannelRegistry> channels,
			ObjectProvider<ListenerLifecycle> lifecycle) {
		this.beanFactory = beanFactory;
		this.containers = containers;
		this.channels = channels;
		this.lifecycle = lifecycle;
		this.options = new AnnotationOptions(beanFactory::resolveEmbeddedValue);
	}

	/**
	 * Return whether beans of a class have listeners.
	 * @param type the class
	 * @return {@code true} if one of its methods has a {@link ChannelListener} annotation
	 */
	public static boolean hasListeners(Class<?> type) {
		return !ListenerAnnotations.of(ClassUtils.getUserClass(type)).isEmpty();
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		String name = (bean instanceof FactoryBean<?>) ? BeanFactory.FACTORY_BEAN_PREFIX + beanName : beanName;
		search(name, AopUtils.getTargetClass(bean), bean.getClass());
		if (this.searched && !this.found.isEmpty()) {
			List<ListenerContainer> late = create();
			if (this.lifecycle.getObject().isRunning()) {
				late.stream().filter(ListenerContainer::isAutoStartup).forEach(ListenerContainer::start);
			}
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.searched = true;
		for (String beanName : this.beanFactory.getBeanNamesForType(Object.class)) {
			searchDefinition(beanName);
			if (this.beanFactory.isFactoryBean(beanName) && !beanName.startsWith(BeanFactory.FACTORY_BEAN_PREFIX)) {
				searchDefinition(BeanFactory.FACTORY_BEAN_PREFIX + beanName);
			}
		}
		create();
	}

	private void searchDefinition(String beanName) {
		if (ScopedProxyUtils.isScopedTarget(beanName)) {
			return; // its listeners are those of its proxy
		}
		Class<?> type = type(beanName);
		if (type != null) {
			search(beanName, type, null);
		}
	}

	private @Nullable Class<?> type(String beanName) {
		try {
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
			if (type != null && ScopedObject.class.isAssignableFrom(type)) {
				type = AutoProxyUtils.determineTargetClass(this.beanFactory,
						ScopedProxyUtils.getTargetBeanName(beanName));
			}
			return (type != null && !Proxy.isProxyClass(type)) ? type : null;
		}
		catch (Throwable ex) {
			logger.debug("The class of bean '" + beanName + "' is not known before the bean is created", ex);
			return null;
		}
	}

	private void search(String name, Class<?> targetClass, @Nullable Class<?> exposedType) {
		Class<?> type = ClassUtils.getUserClass(targetClass);
		Map<Method, List<ChannelListener>> methods = this.methods.computeIfAbsent(type, ListenerAnnotations::of);
		if (methods.isEmpty()) {
			return;
		}
		boolean scopedTarget = ScopedProxyUtils.isScopedTarget(name);
		String beanName = scopedTarget ? ScopedProxyUtils.getOriginalBeanName(name) : name;
		ListenerTarget target = new ListenerTarget(this.beanFactory, beanName, type);
		methods.forEach((method, annotations) -> {
			if (this.known.add(AnnotatedListener.key(beanName, method)) && isBean(target)) {
				Class<?> exposed = (exposedType != null && !scopedTarget) ? exposedType : target.exposedType();
				annotations.forEach((annotation) -> this.found
					.add(new AnnotatedListener(target, exposed, method, annotation, annotations.size() > 1)));
			}
		});
	}

	private boolean isBean(ListenerTarget target) {
		boolean bean = this.beanFactory.containsLocalBean(target.beanName());
		if (!bean) {
			logger.warn("The @ChannelListener methods of " + target.type().getName() + " are not called: '"
					+ target.beanName() + "' is not a bean that can be looked up. Define it as a bean.");
		}
		return bean;
	}

	private List<ListenerContainer> create() {
		List<AnnotatedListener> listeners = new ArrayList<>();
		for (AnnotatedListener listener = this.found.poll(); listener != null; listener = this.found.poll()) {
			listeners.add(listener);
		}
		try {
			return listeners.isEmpty() ? List.of() : create(listeners);
		}
		catch (RuntimeException | Error ex) {
			// so that a later search finds the listeners again, and fails again
			listeners.forEach((listener) -> this.known.remove(listener.key()));
			throw ex;
		}
	}

	private List<ListenerContainer> create(List<AnnotatedListener> listeners) {
		ChannelRegistry channels = this.channels.getObject();
		if (StandIn.isMock(channels)) {
			logger.info("@ChannelListener methods are not called: the ChannelRegistry is replaced by a mock");
			return List.of();
		}
		List<String> problems = new ArrayList<>();
		List<ListenerDefinition> definitions = new ArrayList<>();
		for (AnnotatedListener listener : listeners) {
			try {
				definitions.add(listener.define(this.options, channels));
			}
			catch (IllegalArgumentException ex) {
				problems.add(listener.problem(ex));
			}
		}
		return containers().create(definitions, problems);
	}

	private DefaultListenerContainerFactory containers() {
		DefaultListenerContainerFactory containers = this.containers.getIfAvailable();
		if (containers == null) {
			throw new IllegalStateException("@ChannelListener methods need a DefaultListenerContainerFactory, but the "
					+ "application defines another ListenerContainerFactory. Define a DefaultListenerContainerFactory, "
					+ "or create all listeners in code.");
		}
		return containers;
	}

}
