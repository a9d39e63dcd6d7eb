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
 * Invoker of an annotated method of a bean. A singleton is looked up by the first call,
 * so it may be lazy. A bean of another scope is looked up by each call and is not
 * retained.
 */
final class ListenerMethod implements ListenerInvoker {

	private final ListenerTarget target;

	private final Method method;

	private final ResolvableType parameter;

	private final Class<?> parameterClass;

	/**
	 * Handle of the method, of type {@code (Object)Object}. Unlike a reflective call, a
	 * call of the handle needs no array for the argument. A static method has a handle
	 * from the start, a method of a singleton from its first call on. For an instance
	 * method of a bean of another scope, this field stays {@code null}.
	 */
	private volatile @Nullable MethodHandle bound;

	/**
	 * Create an invoker.
	 * @throws IllegalArgumentException if the method does not take one parameter
	 */
	ListenerMethod(ListenerTarget target, Method method) {
		if (method.getParameterCount() != 1) {
			throw new IllegalArgumentException("it takes " + method.getParameterCount()
					+ " parameters. Declare one: a value of the channel, or a List of them");
		}
		this.target = target;
		this.method = method;
		this.parameter = ResolvableType.forMethodParameter(method, 0, target.type());
		this.parameterClass = ClassUtils.resolvePrimitiveIfNecessary(this.parameter.resolve(Object.class));
		this.bound = isStatic() ? handle(method) : null;
	}

	private boolean isStatic() {
		return Modifier.isStatic(this.method.getModifiers());
	}

	private MethodHandle bind() {
		Object bean = this.target.bean();
		MethodHandle handle = handle(InvocableMethod.select(this.method, this.target.type(), bean.getClass()))
			.bindTo(bean)
			.asType(MethodType.genericMethodType(1));
		if (this.target.isSingleton()) {
			this.bound = handle;
		}
		return handle;
	}

	private MethodHandle handle(Method invocable) {
		ReflectionUtils.makeAccessible(invocable);
		try {
			MethodHandle handle = MethodHandles.lookup().unreflect(invocable);
			return isStatic() ? handle.asType(MethodType.genericMethodType(1)) : handle;
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(invocable + " cannot be called", ex);
		}
	}

	/**
	 * Return whether the method takes batches: it takes a {@code List} or
	 * {@code Collection}, and the values of the channel are not collections.
	 */
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

	/** Return the type of the results, or null if the method returns nothing. */
	@Nullable ResolvableType resultType(boolean batch) {
		ResolvableType result = ResolvableType.forMethodReturnType(this.method, this.target.type());
		Class<?> type = result.resolve(Object.class);
		if (type == void.class || type == Void.class) {
			return null;
		}
		if (batch && Iterable.class.isAssignableFrom(type)) {
			return result.as(Iterable.class).getGeneric(0);
		}
		return type.isPrimitive() ? ResolvableType.forClass(ClassUtils.resolvePrimitiveIfNecessary(type)) : result;
	}

	@Override
	public @Nullable Object invoke(Object argument) throws Throwable {
		if (!this.parameterClass.isInstance(argument)) {
			throw new ClassCastException(this + " takes " + this.parameterClass.getName() + ", but the channel carried "
					+ argument.getClass().getName());
		}
		MethodHandle handle = this.bound;
		if (handle == null) {
			handle = bind();
		}
		return handle.invokeExact(argument);
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
