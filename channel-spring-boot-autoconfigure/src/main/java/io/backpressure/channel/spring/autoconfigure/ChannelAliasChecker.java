package io.backpressure.channel.spring.autoconfigure;

import io.backpressure.channel.BackpressureChannel;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;

/**
 * Fails if the camel-case alias of a channel hides another bean, which the bean factory
 * itself lets pass.
 */
class ChannelAliasChecker implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(BackpressureChannel.class, false, false)) {
			for (String alias : beanFactory.getAliases(name)) {
				if (beanFactory.containsBeanDefinition(alias)) {
					throw new BeanDefinitionOverrideException(name, beanFactory.getBeanDefinition(name),
							beanFactory.getBeanDefinition(alias),
							"The alias '" + alias + "' of the channel '" + name + "' is the name of another bean");
				}
			}
		}
	}

}
