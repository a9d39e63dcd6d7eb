package io.backpressure.channel.test.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
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
		return (annotation != null) ? new ChannelContextCustomizer(annotation.listeners(), isPartial(testClass)) : null;
	}

	/**
	 * Return whether the context may lack listeners and channels of the application. It
	 * may in every slice other than {@link ChannelTest}, and in a {@code ChannelTest}
	 * that has exclude filters or does not use the default filters.
	 */
	private static boolean isPartial(Class<?> testClass) {
		ChannelTest slice = TestContextAnnotationUtils.findMergedAnnotation(testClass, ChannelTest.class);
		return (slice != null) ? !slice.useDefaultFilters() || slice.excludeFilters().length > 0
				: TestContextAnnotationUtils.hasAnnotation(testClass, TypeExcludeFilters.class);
	}

}
