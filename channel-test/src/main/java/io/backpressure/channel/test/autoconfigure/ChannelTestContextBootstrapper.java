package io.backpressure.channel.test.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;
import org.springframework.test.context.ContextLoader;

/**
 * Bootstrapper for {@link ChannelTest}: an application with lazy initialization and
 * without a web server.
 */
class ChannelTestContextBootstrapper extends TestSliceTestContextBootstrapper<ChannelTest> {

	@Override
	protected Class<? extends ContextLoader> getDefaultContextLoaderClass(Class<?> testClass) {
		return ChannelTestContextLoader.class;
	}

	@Override
	protected String[] getProperties(Class<?> testClass) {
		List<String> properties = new ArrayList<>(
				List.of("spring.main.lazy-initialization=true", "spring.main.web-application-type=none"));
		String @Nullable [] declared = super.getProperties(testClass);
		if (declared != null) {
			properties.addAll(Arrays.asList(declared));
		}
		return properties.toArray(new String[0]);
	}

}
