package io.backpressure.channel.test.autoconfigure;

import java.io.IOException;
import java.util.List;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AssignableTypeFilter;

/**
 * Filter that excludes runners from the slice. Other components are included, but are
 * created lazily.
 */
class ChannelTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<ChannelTest> {

	private static final List<AssignableTypeFilter> RUNNERS = List.of(new AssignableTypeFilter(ApplicationRunner.class),
			new AssignableTypeFilter(CommandLineRunner.class));

	ChannelTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
	}

	@Override
	protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
		for (AssignableTypeFilter runner : RUNNERS) {
			if (runner.match(reader, factory)) {
				return false;
			}
		}
		return true;
	}

}
