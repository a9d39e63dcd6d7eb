package io.backpressure.channel.spring.autoconfigure;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.ChannelRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Adds every channel bean to the registry, declared or defined by the user, as soon as it
 * exists.
 */
class ChannelBeanPostProcessor implements BeanPostProcessor {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ObjectProvider<ChannelRegistry> registry;

	ChannelBeanPostProcessor(ConfigurableListableBeanFactory beanFactory, ObjectProvider<ChannelRegistry> registry) {
		this.beanFactory = beanFactory;
		this.registry = registry;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof BackpressureChannel<?> channel) {
			this.registry.getObject().add(channel, elementType(beanName));
		}
		return bean;
	}

	private ResolvableType elementType(String beanName) {
		ResolvableType type = this.beanFactory.containsBeanDefinition(beanName)
				? this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType() : ResolvableType.NONE;
		return type.as(BackpressureChannel.class).getGeneric();
	}

}
