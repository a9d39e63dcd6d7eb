package io.backpressure.channel.test.autoconfigure;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.test.context.SpringBootContextLoader;
import org.springframework.validation.Validator;

/**
 * Loader of the context of a {@link ChannelTest}. To shorten the start, it omits the
 * background initialization of Spring Boot, and creates validators on their first use.
 */
class ChannelTestContextLoader extends SpringBootContextLoader {

	/**
	 * Leave out the background initialization of libraries, since the start would wait
	 * for it.
	 */
	@Override
	protected SpringApplication getSpringApplication() {
		SpringApplication application = super.getSpringApplication();
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> listener.getClass().getPackage() != BackgroundPreinitializer.class.getPackage())
			.toList());
		application.addInitializers(
				(context) -> context.addBeanFactoryPostProcessor(ChannelTestContextLoader::deferValidators));
		return application;
	}

	/**
	 * Create validators that are infrastructure, such as the one of Spring Boot, on their
	 * first use. The property for lazy initialization does not apply to such beans.
	 */
	private static void deferValidators(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(Validator.class, true, false)) {
			if (beanFactory.containsBeanDefinition(name)) {
				BeanDefinition definition = beanFactory.getBeanDefinition(name);
				if (definition.getRole() == BeanDefinition.ROLE_INFRASTRUCTURE) {
					definition.setLazyInit(true);
				}
			}
		}
	}

}
