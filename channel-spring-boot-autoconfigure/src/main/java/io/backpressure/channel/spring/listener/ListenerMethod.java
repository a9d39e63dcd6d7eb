package io.backpressure.channel.spring.listener;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Calls an annotated method of a bean.
 */
final class ListenerMethod implements ListenerInvoker {

	private final Class<?> beanClass;

	private final Method method;

	/**
	 * The method of the bean, from object to object. Unlike a reflective call it needs no
	 * array for the argument, which Java 17 allocates now and then.
	 */
	private final MethodHandle handle;

	private final ResolvableType parameter;

	private final Class<?> parameterClass;

	/**
	 * Create from a method.
	 * @throws IllegalArgumentException if the method does not take one parameter
	 */
	ListenerMethod(Object bean, Method method) {
		if (method.getParameterCount() != 1) {
			throw new IllegalArgumentException("it takes " + method.getParameterCount()
					+ " parameters. Let it take one: a value of the channel, or a List of them");
		}
		this.beanClass = bean.getClass();
		this.method = method;
		this.parameter = ResolvableType.forMethodParameter(method, 0, this.beanClass);
		this.parameterClass = ClassUtils.resolvePrimitiveIfNecessary(this.parameter.resolve(Object.class));
		this.handle = handle(bean, method);
	}

	private static MethodHandle handle(Object bean, Method method) {
		ReflectionUtils.makeAccessible(method);
		try {
			MethodHandle handle = MethodHandles.lookup().unreflect(method);
			return (Modifier.isStatic(method.getModifiers()) ? handle : handle.bindTo(bean))
				.asType(MethodType.methodType(Object.class, Object.class));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(method + " cannot be called", ex);
		}
	}

	/** Whether it takes batches: lists, unless lists are what the channel carries. */
	boolean takesBatch(ResolvableType carried) {
		return (this.parameterClass == List.class || this.parameterClass == Collection.class)
				&& !Collection.class.isAssignableFrom(carried.resolve(Object.class));
	}

	ResolvableType valueType(boolean batch) {
		if (batch) {
			return this.parameter.getGeneric(0);
		}
		return (this.parameter.resolve() == this.parameterClass) ? this.parameter
				: ResolvableType.forClass(this.parameterClass);
	}

	/** What it sends on, or null if it returns nothing. */
	@Nullable ResolvableType resultType(boolean batch) {
		ResolvableType result = ResolvableType.forMethodReturnType(this.method, this.beanClass);
		Class<?> type = result.resolve(Object.class);
		if (type == void.class || type == Void.class) {
			return null;
		}
		if (batch && Iterable.class.isAssignableFrom(type)) {
			return result.as(Iterable.class).getGeneric(0);
		}
		return ResolvableType.forClass(ClassUtils.resolvePrimitiveIfNecessary(type)).hasGenerics() ? result
				: ResolvableType.forClass(ClassUtils.resolvePrimitiveIfNecessary(type));
	}

	@Override
	public @Nullable Object invoke(Object argument) throws Throwable {
		if (!this.parameterClass.isInstance(argument)) {
			throw new ClassCastException(
					this + " was given " + argument.getClass().getName() + ", which the channel should not carry");
		}
		return this.handle.invokeExact(argument);
	}

	static String describe(Method method) {
		return ClassUtils.getUserClass(method.getDeclaringClass()).getSimpleName() + "." + method.getName()
				+ Arrays.stream(method.getParameterTypes())
					.map(Class::getSimpleName)
					.collect(Collectors.joining(", ", "(", ")"));
	}

	@Override
	public String toString() {
		return describe(this.method);
	}

}
