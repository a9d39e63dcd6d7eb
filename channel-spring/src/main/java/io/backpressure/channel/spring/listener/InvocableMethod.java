package io.backpressure.channel.spring.listener;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.core.BridgeMethodResolver;

/**
 * Selection of the method to invoke on a bean so that the call reaches a given method of
 * its target class. For a JDK proxy, the method to invoke is that of an interface.
 */
final class InvocableMethod {

	/** Part of the names of generated subclasses. */
	private static final String GENERATED = "$$";

	private InvocableMethod() {
	}

	/**
	 * Select the method to call.
	 * @throws IllegalArgumentException if a call of the bean cannot reach the method of
	 * its target class
	 */
	static Method select(Method method, Class<?> targetClass, Class<?> beanClass) {
		if (Modifier.isStatic(method.getModifiers())) {
			return method;
		}
		if (Proxy.isProxyClass(beanClass)) {
			return ofInterface(method, targetClass, beanClass);
		}
		if (SpringProxy.class.isAssignableFrom(beanClass) && !isOverridden(method, beanClass)) {
			throw new IllegalArgumentException("it is " + obstacle(method)
					+ ", so the proxy of its bean cannot intercept it: it would run on the proxy itself, whose fields "
					+ "are null, and without advice such as a transaction. Make it an overridable method of the "
					+ "class, or move it to a bean without a proxy");
		}
		return method;
	}

	private static Method ofInterface(Method method, Class<?> targetClass, Class<?> beanClass) {
		for (Class<?> type : beanClass.getInterfaces()) {
			Method declared = declared(method, targetClass, type);
			if (declared != null) {
				return declared;
			}
		}
		throw new IllegalArgumentException("its bean is a proxy of interfaces, none of which declares the method. "
				+ "Declare it in an interface of the bean, or have the class proxied (proxyTargetClass = true)");
	}

	private static @Nullable Method declared(Method method, Class<?> targetClass, Class<?> type) {
		for (Method candidate : type.getMethods()) {
			if (candidate.equals(method) || (candidate.getName().equals(method.getName())
					&& candidate.getParameterCount() == method.getParameterCount()
					&& BridgeMethodResolver.getMostSpecificMethod(candidate, targetClass).equals(method))) {
				return candidate;
			}
		}
		return null;
	}

	private static boolean isOverridden(Method method, Class<?> beanClass) {
		for (Class<?> type = beanClass; type.getName().contains(GENERATED); type = type.getSuperclass()) {
			if (Stream.of(type.getDeclaredMethods()).anyMatch((declared) -> overrides(declared, method))) {
				return true;
			}
		}
		return false;
	}

	private static boolean overrides(Method declared, Method method) {
		return declared.getName().equals(method.getName())
				&& Arrays.equals(declared.getParameterTypes(), method.getParameterTypes());
	}

	private static String obstacle(Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			return "private";
		}
		return Modifier.isFinal(modifiers) ? "final" : "not visible to a subclass";
	}

}
