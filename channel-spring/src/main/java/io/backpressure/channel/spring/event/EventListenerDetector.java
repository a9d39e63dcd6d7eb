package io.backpressure.channel.spring.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Detector of listeners for a type of event, in an application context and its parents. A
 * listener that has not been created yet is detected by its bean definition. Listeners of
 * Spring Boot and Spring Security are ignored. Thread-safe.
 */
final class EventListenerDetector {

	/*
	 * The result is cached until the number of listeners of the contexts changes, so a
	 * listener that is added later is noticed. Reading that number takes no lock. If
	 * detection fails, the result is true: at worst an event without a receiver is
	 * published.
	 */

	/**
	 * Packages of frameworks whose listeners receive every event, but handle only events
	 * of the framework.
	 */
	private static final List<String> FRAMEWORKS = List.of("org.springframework.boot.",
			"org.springframework.security.");

	private final ApplicationContext context;

	private final ResolvableType eventType;

	private volatile @Nullable Answer answer;

	/**
	 * Create a detector for a type of event.
	 * @param context the context in which the events are published
	 * @param eventType the type
	 */
	EventListenerDetector(ApplicationContext context, Class<? extends ChannelEvent> eventType) {
		this.context = context;
		this.eventType = ResolvableType.forClass(eventType);
	}

	/**
	 * Return whether any listener would receive an event of the type. Fast while the
	 * result is cached. Never throws.
	 */
	boolean isListening() {
		int listeners = countListeners();
		Answer answer = this.answer;
		if (answer == null || answer.listeners() != listeners) {
			answer = new Answer(listeners, detect());
			this.answer = answer;
		}
		return answer.listening();
	}

	private int countListeners() {
		int listeners = 0;
		for (ApplicationContext it = this.context; it != null; it = it.getParent()) {
			if (it instanceof AbstractApplicationContext abstractContext) {
				listeners += abstractContext.getApplicationListeners().size();
			}
		}
		return listeners;
	}

	private boolean detect() {
		try {
			return Stream.<ApplicationContext>iterate(this.context, (it) -> it != null, ApplicationContext::getParent)
				.anyMatch(this::isListening);
		}
		catch (RuntimeException ex) { // a listener is being added, or the context closes
			return true;
		}
	}

	private boolean isListening(ApplicationContext context) {
		if (!(context instanceof AbstractApplicationContext it)) {
			return true;
		}
		ConfigurableListableBeanFactory beanFactory = it.getBeanFactory();
		Object multicaster = beanFactory
			.getSingleton(AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME);
		if (multicaster == null) {
			return it.isActive();
		}
		if (multicaster.getClass() != SimpleApplicationEventMulticaster.class) {
			return true; // a custom one may have more listeners than the context
		}
		Set<Object> excluded = Collections.newSetFromMap(new IdentityHashMap<>());
		for (String name : beanFactory.getBeanNamesForType(ApplicationListener.class, true, false)) {
			Object listener = beanFactory.containsSingleton(name) ? beanFactory.getSingleton(name) : null;
			if (isListening(beanFactory, name)
					&& (listener == null || isListening((ApplicationListener<?>) listener))) {
				return true;
			}
			if (listener != null) {
				excluded.add(listener);
			}
		}
		return new ArrayList<>(it.getApplicationListeners()).stream()
			.anyMatch((listener) -> !excluded.contains(listener) && isListening(listener));
	}

	/**
	 * Return whether a listener may receive the event according to its bean definition.
	 * Spring applies the same rule before it creates the listener.
	 */
	private boolean isListening(ConfigurableListableBeanFactory beanFactory, String beanName) {
		Class<?> type = beanFactory.getType(beanName, false);
		if (type == null) {
			return true;
		}
		if (isOfFramework(type)) {
			return false;
		}
		if (SmartApplicationListener.class.isAssignableFrom(type)
				|| GenericApplicationListener.class.isAssignableFrom(type)) {
			return true;
		}
		return accepts(ResolvableType.forClass(type)) && (!beanFactory.containsBeanDefinition(beanName)
				|| accepts(beanFactory.getMergedBeanDefinition(beanName).getResolvableType()));
	}

	private boolean accepts(ResolvableType listenerType) {
		ResolvableType accepted = listenerType.as(ApplicationListener.class).getGeneric();
		return accepted.equals(ResolvableType.NONE) || accepted.isAssignableFrom(this.eventType);
	}

	private boolean isListening(ApplicationListener<?> listener) {
		GenericApplicationListener generic = (listener instanceof GenericApplicationListener it) ? it
				: new GenericApplicationListenerAdapter(listener);
		return !isOfFramework(listener.getClass()) && generic.supportsEventType(this.eventType);
	}

	private static boolean isOfFramework(Class<?> type) {
		return FRAMEWORKS.stream().anyMatch(type.getName()::startsWith);
	}

	/**
	 * Cached result.
	 *
	 * @param listeners the number of listeners before the detection
	 * @param listening whether any of them receives the event
	 */
	private record Answer(int listeners, boolean listening) {

	}

}
