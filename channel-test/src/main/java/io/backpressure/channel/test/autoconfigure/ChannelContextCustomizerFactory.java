package io.backpressure.channel.test.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Factory of the customizer of a context with {@link AutoConfigureChannels}.
 */
class ChannelContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		AutoConfigureChannels annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				AutoConfigureChannels.class);
		return (annotation != null) ? new ChannelContextCustomizer(annotation.listeners()) : null;
	}

}
