package io.backpressure.channel.spring;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.spring.support.ChannelAccess;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Bean post-processor that adds the instance of every channel bean to the registry as
 * soon as the instance exists. A channel with a shared buffer is detached before its bean
 * is destroyed, because the destruction would close the channel for the other JVMs as
 * well.
 *
 * @since 0.1.0
 */
public class ChannelBeanPostProcessor implements DestructionAwareBeanPostProcessor, SmartInitializingSingleton {

	private final ObjectProvider<DefaultChannelRegistry> registry;

	/**
	 * Create a processor. It is created before most beans, including the registry, and
	 * therefore takes a provider.
	 * @param registry provides the registry to add channels to; empty if the application
	 * replaces it
	 */
	public ChannelBeanPostProcessor(ObjectProvider<DefaultChannelRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof BackpressureChannel<?> channel) {
			add(beanName, channel);
		}
		return bean;
	}

	/**
	 * Add a channel, unless the registry cannot be created yet because the channel is
	 * being created for the registry or in the background. Such a channel is added when
	 * all singletons exist.
	 */
	private void add(String beanName, BackpressureChannel<?> channel) {
		ChannelBeans.unlessInCreation(() -> this.registry.ifAvailable((it) -> it.addBean(beanName, channel)));
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.registry.ifAvailable(DefaultChannelRegistry::afterSingletonsInstantiated);
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return ChannelAccess.isShared(bean);
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		if (requiresDestruction(bean) && bean instanceof BackpressureChannel<?> channel) {
			ChannelAccess.end(channel); // the close that follows has no effect
		}
	}

}
