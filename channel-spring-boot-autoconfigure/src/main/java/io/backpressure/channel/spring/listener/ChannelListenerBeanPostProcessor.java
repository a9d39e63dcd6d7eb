package io.backpressure.channel.spring.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds the methods with {@link ChannelListener} of all beans and, once all singletons
 * exist, makes listeners of them.
 */
public final class ChannelListenerBeanPostProcessor implements BeanPostProcessor, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<DefaultListenerContainerFactory> containers;

	private final ObjectProvider<ChannelRegistry> channels;

	private final AnnotationOptions options;

	private final List<Declared> found = new ArrayList<>();

	/**
	 * Create a processor. It takes providers, since it exists before most beans do.
	 * @param beanFactory the bean factory whose beans are processed
	 * @param containers what makes the listeners
	 * @param channels where channels are found
	 */
	public ChannelListenerBeanPostProcessor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<DefaultListenerContainerFactory> containers, ObjectProvider<ChannelRegistry> channels) {
		this.beanFactory = beanFactory;
		this.containers = containers;
		this.channels = channels;
		this.options = new AnnotationOptions(beanFactory::resolveEmbeddedValue);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		if (AnnotationUtils.isCandidateClass(type, List.of(ChannelListener.class, ChannelListeners.class))) {
			Map<Method, Set<ChannelListener>> methods = MethodIntrospector.selectMethods(type, this::annotations);
			methods.forEach((method, annotations) -> annotations.forEach((annotation) -> this.found
				.add(new Declared(bean, beanName, method, annotation, annotations.size() > 1))));
		}
		return bean;
	}

	private @Nullable Set<ChannelListener> annotations(Method method) {
		Set<ChannelListener> annotations = AnnotatedElementUtils.findMergedRepeatableAnnotations(method,
				ChannelListener.class, ChannelListeners.class);
		return annotations.isEmpty() ? null : annotations;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.found.isEmpty()) {
			return;
		}
		// the lazy ones as well
		this.beanFactory.getBeansOfType(BackpressureChannel.class);
		List<String> problems = new ArrayList<>();
		List<ListenerDefinition> definitions = new ArrayList<>();
		for (Declared declared : this.found) {
			try {
				definitions.add(define(declared));
			}
			catch (IllegalArgumentException ex) {
				problems.add("@ChannelListener of " + ListenerMethod.describe(declared.method()) + ": "
						+ ex.getMessage() + ".");
			}
		}
		this.found.clear();
		if (!problems.isEmpty()) {
			throw new InvalidListenersException(problems);
		}
		this.containers.getObject().create(definitions);
	}

	private ListenerDefinition define(Declared declared) {
		String channel = this.options.text(declared.annotation().channel());
		if (channel == null) {
			throw new IllegalArgumentException(
					"it names no channel. Write the name, as in @ChannelListener(\"orders\")");
		}
		Method invocable = AopUtils.selectInvocableMethod(declared.method(), declared.bean().getClass());
		ListenerMethod method = new ListenerMethod(declared.bean(), invocable);
		ResolvableType carried = this.channels.getObject()
			.find(channel)
			.map((it) -> this.channels.getObject().elementType(it.name()))
			.orElse(ResolvableType.NONE);
		boolean batch = method.takesBatch(carried);
		String id = this.options.text(declared.annotation().id());
		return new ListenerDefinition((id != null) ? id : declared.defaultId(channel), channel, method.toString(),
				this.options.read(declared.annotation()), batch, method.valueType(batch), method.resultType(batch),
				method);
	}

	/**
	 * An annotation of a method.
	 *
	 * @param bean the bean, or its proxy
	 * @param beanName the name of the bean
	 * @param method its method
	 * @param annotation one of the method's annotations
	 * @param repeated whether the method has several
	 */
	private record Declared(Object bean, String beanName, Method method, ChannelListener annotation, boolean repeated) {

		/** In kebab case, so that it can be written in properties. */
		String defaultId(String channel) {
			String name = this.beanName.substring(this.beanName.lastIndexOf('.') + 1) + "-" + this.method.getName();
			String id = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^a-z0-9]+", "-");
			return this.repeated ? id + "-" + channel : id;
		}

	}

}
