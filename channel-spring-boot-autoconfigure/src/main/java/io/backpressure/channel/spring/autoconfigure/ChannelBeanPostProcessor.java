package io.backpressure.channel.spring.autoconfigure;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.ChannelRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.core.ResolvableType;

/**
 * Adds every channel bean to the registry, declared or defined by the user, as soon as it
 * exists. One that other JVMs share is detached before it is destroyed: the end of this
 * application is not that of the channel.
 */
class ChannelBeanPostProcessor implements DestructionAwareBeanPostProcessor {

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

	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof SharedChannel;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		if (bean instanceof SharedChannel<?> shared) {
			shared.detach(); // the close that follows concerns nobody any more
		}
	}

	private ResolvableType elementType(String beanName) {
		ResolvableType type = this.beanFactory.containsBeanDefinition(beanName)
				? this.beanFactory.getMergedBeanDefinition(beanName).getResolvableType() : ResolvableType.NONE;
		return type.as(BackpressureChannel.class).getGeneric();
	}

}
