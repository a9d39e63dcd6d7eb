package io.backpressure.channel.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/**
 * Property sources like those of an application.
 */
public final class Sources {

	private Sources() {
	}

	/** Create a source from YAML. Its values keep their types. */
	public static ApplicationContextInitializer<ConfigurableApplicationContext> yaml(String name, String text) {
		return (context) -> {
			try {
				new YamlPropertySourceLoader().load(name, new ByteArrayResource(text.getBytes(), name))
					.forEach(context.getEnvironment().getPropertySources()::addLast);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	public static ApplicationContextInitializer<ConfigurableApplicationContext> yaml(String text) {
		return yaml("application.yml", text);
	}

	/** Create a source like the environment of the process. */
	public static ApplicationContextInitializer<ConfigurableApplicationContext> variables(
			Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, variables));
	}

}
