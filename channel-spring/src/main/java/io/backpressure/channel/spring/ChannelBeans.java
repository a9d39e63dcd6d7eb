package io.backpressure.channel.spring;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.backpressure.channel.BackpressureChannel;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * The channel beans of one bean factory, read from their definitions. No bean is created
 * unless its instance is requested.
 */
final class ChannelBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	ChannelBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/** Return the names of the channel beans that are singletons or scoped proxies. */
	Set<String> names() {
		Set<String> names = new TreeSet<>();
		for (String name : this.beanFactory.getBeanNamesForType(BackpressureChannel.class, true, false)) {
			if (hasOneInstance(name)) {
				names.add(name);
			}
		}
		return names;
	}

	/**
	 * Return whether a name or an alias belongs to one of the beans in {@link #names()}.
	 */
	boolean contains(String name) {
		return this.beanFactory.containsLocalBean(name) && hasOneInstance(canonical(name))
				&& this.beanFactory.isTypeMatch(name, BackpressureChannel.class);
	}

	private boolean hasOneInstance(String name) {
		return !ScopedProxyUtils.isScopedTarget(name) && isSingleton(name);
	}

	boolean isSingleton(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				? this.beanFactory.getMergedBeanDefinition(name).isSingleton()
				: this.beanFactory.containsSingleton(name);
	}

	/** Return whether a bean is the proxy of a scoped bean. */
	boolean isScopedProxy(String name) {
		return this.beanFactory.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(name));
	}

	boolean isInstantiated(String name) {
		return this.beanFactory.containsSingleton(name);
	}

	boolean isLazy(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getMergedBeanDefinition(name).isLazyInit();
	}

	/** Return the bean, creating it if necessary. */
	BackpressureChannel<?> instance(String name) {
		return this.beanFactory.getBean(name, BackpressureChannel.class);
	}

	/** Return the type of the values, or NONE if the definition does not declare it. */
	ResolvableType elementType(String name) {
		String canonical = canonical(name);
		if (isScopedProxy(canonical)) {
			return elementType(ScopedProxyUtils.getTargetBeanName(canonical));
		}
		if (!this.beanFactory.containsBeanDefinition(canonical)) {
			return ResolvableType.NONE;
		}
		// makes Spring resolve the return type of a @Bean method
		this.beanFactory.getType(canonical, false);
		ResolvableType type = this.beanFactory.getMergedBeanDefinition(canonical).getResolvableType();
		ResolvableType channel = type.as(BackpressureChannel.class);
		return (!channel.equals(ResolvableType.NONE) ? channel
				: type.as(FactoryBean.class).getGeneric().as(BackpressureChannel.class))
			.getGeneric();
	}

	/** Return the registry of the parent context, if there is one. */
	Optional<ChannelRegistry> parent() {
		BeanFactory parent = this.beanFactory.getParentBeanFactory();
		return (parent != null) ? Optional.ofNullable(parent.getBeanProvider(ChannelRegistry.class).getIfAvailable())
				: Optional.empty();
	}

	/**
	 * Run an action that may create beans. A failure is ignored if it is caused by a bean
	 * that is currently in creation.
	 */
	static void unlessInCreation(Runnable action) {
		try {
			action.run();
		}
		catch (BeanCreationException ex) {
			if (!ex.contains(BeanCurrentlyInCreationException.class)) {
				throw ex;
			}
		}
	}

	private String canonical(String name) {
		if (this.beanFactory.containsBeanDefinition(name) || this.beanFactory.containsSingleton(name)) {
			return name;
		}
		String[] aliases = this.beanFactory.getAliases(name);
		return (aliases.length > 0) ? aliases[0] : name;
	}

}
