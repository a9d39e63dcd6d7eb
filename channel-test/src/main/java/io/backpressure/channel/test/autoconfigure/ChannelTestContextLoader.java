package io.backpressure.channel.test.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.test.context.SpringBootContextLoader;

/**
 * Loader of the context of a {@link ChannelTest}, which leaves out what takes time and is
 * seldom used in a slice.
 */
class ChannelTestContextLoader extends SpringBootContextLoader {

	private static final String VALIDATOR = "defaultValidator";

	/**
	 * Leave out the background initialization of libraries, which a start would wait for.
	 */
	@Override
	protected SpringApplication getSpringApplication() {
		SpringApplication application = super.getSpringApplication();
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> listener.getClass().getPackage() != BackgroundPreinitializer.class.getPackage())
			.toList());
		application.addInitializers(
				(context) -> context.addBeanFactoryPostProcessor(ChannelTestContextLoader::deferValidator));
		return application;
	}

	/** Create the validator on its first use: lazy initialization alone skips it. */
	private static void deferValidator(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.containsBeanDefinition(VALIDATOR)) {
			beanFactory.getBeanDefinition(VALIDATOR).setLazyInit(true);
		}
	}

}
