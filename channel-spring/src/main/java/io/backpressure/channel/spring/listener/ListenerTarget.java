package io.backpressure.channel.spring.listener;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The bean whose method is called, by its name. It is created when it is first needed.
 *
 * @param beanFactory the bean factory
 * @param beanName the name of the bean
 * @param type its class, behind any proxy
 */
record ListenerTarget(ConfigurableListableBeanFactory beanFactory, String beanName, Class<?> type) {

	/** Scopes that are bound to the thread of a request. */
	private static final Set<String> REQUEST_SCOPES = Set.of("request", "session", "websocket");

	Object bean() {
		return this.beanFactory.getBean(this.beanName);
	}

	/** Whether every call gets the same bean. Creates the bean if that is necessary. */
	boolean isSingleton() {
		return this.beanFactory.isSingleton(this.beanName);
	}

	/**
	 * Return the class of the bean, or of its proxy, unless only creating the bean would
	 * show it.
	 */
	@Nullable Class<?> exposedType() {
		boolean exists = this.beanFactory.containsSingleton(this.beanName)
				&& !this.beanFactory.isFactoryBean(this.beanName);
		boolean scopedProxy = this.beanFactory
			.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(this.beanName));
		return (exists || scopedProxy) ? bean().getClass() : null;
	}

	/**
	 * Checks that there is a bean outside of requests.
	 * @throws IllegalArgumentException if there is not
	 */
	void checkScope() {
		String scope = scope(this.beanName);
		String targetScope = scope(ScopedProxyUtils.getTargetBeanName(this.beanName));
		for (String name : new String[] { scope, targetScope }) {
			if (REQUEST_SCOPES.contains(name)) {
				throw new IllegalArgumentException("its bean '" + this.beanName + "' has the scope '" + name
						+ "', which the threads of a listener are never in. Move the method to a singleton bean");
			}
		}
	}

	private String scope(String name) {
		String scope = this.beanFactory.containsBeanDefinition(name)
				? this.beanFactory.getMergedBeanDefinition(name).getScope() : null;
		return (scope != null) ? scope : "";
	}

}
