package io.backpressure.channel.spring.listener;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Bean whose method is called, identified by its name and created when it is first
 * needed.
 *
 * @param beanFactory the bean factory
 * @param beanName the name of the bean
 * @param type the class of the bean, not that of a proxy
 */
record ListenerTarget(ConfigurableListableBeanFactory beanFactory, String beanName, Class<?> type) {

	/** Scopes that are bound to the thread of a request. */
	private static final Set<String> REQUEST_SCOPES = Set.of("request", "session", "websocket");

	Object bean() {
		return this.beanFactory.getBean(this.beanName);
	}

	/** Return whether every lookup returns the same bean. */
	boolean isSingleton() {
		return this.beanFactory.isSingleton(this.beanName);
	}

	/**
	 * Return the class of the bean or of its proxy, or {@code null} if the bean would
	 * have to be created to determine the class.
	 */
	@Nullable Class<?> exposedType() {
		boolean exists = this.beanFactory.containsSingleton(this.beanName)
				&& !this.beanFactory.isFactoryBean(this.beanName);
		boolean scopedProxy = this.beanFactory
			.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(this.beanName));
		return (exists || scopedProxy) ? bean().getClass() : null;
	}

	/**
	 * Check that the bean can be looked up outside of requests.
	 * @throws IllegalArgumentException if the bean has a scope that is bound to a request
	 */
	void checkScope() {
		String scope = scope(this.beanName);
		String targetScope = scope(ScopedProxyUtils.getTargetBeanName(this.beanName));
		for (String name : new String[] { scope, targetScope }) {
			if (REQUEST_SCOPES.contains(name)) {
				throw new IllegalArgumentException("its bean '" + this.beanName + "' has the scope '" + name
						+ "', which is not active on listener threads. Move the method to a singleton bean");
			}
		}
	}

	private String scope(String name) {
		String scope = this.beanFactory.containsBeanDefinition(name)
				? this.beanFactory.getMergedBeanDefinition(name).getScope() : null;
		return (scope != null) ? scope : "";
	}

}
