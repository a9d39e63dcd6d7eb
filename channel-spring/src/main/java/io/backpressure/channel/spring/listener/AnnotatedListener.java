package io.backpressure.channel.spring.listener;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;

import io.backpressure.channel.spring.ChannelRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/**
 * {@link ChannelListener} annotation found on a method.
 *
 * @param target the bean that declares the method
 * @param exposedType the class of the bean, or of its proxy; {@code null} if the class is
 * unknown until the bean is created
 * @param method the method
 * @param annotation the annotation; a method may have several
 * @param repeated whether the method has several annotations
 */
record AnnotatedListener(ListenerTarget target, @Nullable Class<?> exposedType, Method method,
		ChannelListener annotation, boolean repeated) {

	/**
	 * Create the definition of the listener.
	 * @throws IllegalArgumentException if the listener is invalid
	 */
	ListenerDefinition define(AnnotationOptions options, ChannelRegistry channels) {
		String channel = options.text(this.annotation.channel());
		if (channel == null) {
			throw new IllegalArgumentException(
					"it names no channel. Write the name, as in @ChannelListener(\"orders\")");
		}
		this.target.checkScope();
		checkSynchronous();
		if (this.exposedType != null) {
			InvocableMethod.select(this.method, this.target.type(), this.exposedType);
		}
		ListenerMethod invoker = new ListenerMethod(this.target, this.method);
		ResolvableType carried = channels.find(channel).isPresent() ? channels.elementType(channel)
				: ResolvableType.NONE;
		boolean batch = invoker.takesBatch(carried);
		String id = options.text(this.annotation.id());
		return new ListenerDefinition((id != null) ? id : defaultId(channel), channel, invoker.toString(),
				options.read(this.annotation), batch, invoker.valueType(batch), invoker.resultType(batch), invoker);
	}

	private void checkSynchronous() {
		if (AnnotatedElementUtils.hasAnnotation(this.method, Async.class)
				|| AnnotatedElementUtils.hasAnnotation(this.target.type(), Async.class)) {
			throw new IllegalArgumentException("it is @Async, so it returns before it has handled the value: the "
					+ "listener would receive values without limit, and count them as processed. Remove @Async: the "
					+ "listener already runs on separate threads, and its concurrency sets their number");
		}
	}

	/** Return an id in kebab case, so that it can be written in properties. */
	private String defaultId(String channel) {
		String beanName = this.target.beanName();
		String name = beanName.substring(beanName.lastIndexOf('.') + 1) + "-" + this.method.getName();
		String id = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9]+", "-")
			.replaceAll("^-", "");
		return this.repeated ? id + "-" + channel : id;
	}

	/**
	 * Return a key that identifies the method of the bean, whichever class of the bean is
	 * searched.
	 */
	List<Object> key() {
		return key(this.target.beanName(), this.method);
	}

	static List<Object> key(String beanName, Method method) {
		return List.of(beanName, method.getName(), List.of(method.getParameterTypes()));
	}

	/** Describe a problem of this listener. */
	String problem(IllegalArgumentException ex) {
		return "@ChannelListener of " + ListenerMethod.describe(this.method) + ": " + ex.getMessage() + ".";
	}

}
