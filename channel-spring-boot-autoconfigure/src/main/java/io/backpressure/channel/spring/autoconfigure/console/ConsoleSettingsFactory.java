package io.backpressure.channel.spring.autoconfigure.console;

import io.backpressure.channel.spring.autoconfigure.ChannelProperties.Console;
import io.backpressure.channel.spring.console.ConsoleFiles;
import io.backpressure.channel.spring.console.ConsoleSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Finds out where the endpoint is, and whether the page can reach it.
 */
final class ConsoleSettingsFactory {

	private static final Log logger = LogFactory.getLog(ConsoleSettingsFactory.class);

	private static final String ENDPOINT = "backpressure";

	private ConsoleSettingsFactory() {
	}

	static ConsoleSettings create(Environment environment, Console console) {
		String application = environment.getProperty("spring.application.name");
		String reason = obstacle(environment);
		if (reason != null) {
			logger.warn("The console at %s will show no channels. %s".formatted(ConsoleFiles.PATH, reason));
			return new ConsoleSettings(application, null, console.extension(), reason);
		}
		return new ConsoleSettings(application, Actuator.path(environment), console.extension(), null);
	}

	private static @Nullable String obstacle(Environment environment) {
		if (!ClassUtils.isPresent("org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType",
				null)) {
			return "It reads the endpoint 'backpressure' of Spring Boot Actuator, which is not on the class path. "
					+ "Add org.springframework.boot:spring-boot-starter-actuator, and write "
					+ "management.endpoints.web.exposure.include: health, backpressure.";
		}
		return Actuator.obstacle(environment);
	}

	/** Apart, since Actuator may be missing. */
	private static final class Actuator {

		static @Nullable String obstacle(Environment environment) {
			ManagementPortType port = ManagementPortType.get(environment);
			if (port == ManagementPortType.DIFFERENT) {
				return "The endpoint is served at management.server.port=%s, which is another origin than the console's. Remove management.server.port, or set it to the port of the server, so that the page can reach the endpoint."
					.formatted(environment.getProperty("management.server.port"));
			}
			if (port == ManagementPortType.DISABLED) {
				return "Endpoints are turned off by management.server.port=%s. Remove it."
					.formatted(environment.getProperty("management.server.port"));
			}
			if (path(environment).equals(ConsoleFiles.PATH)) {
				return "The endpoint is served at %s as well. Set management.endpoints.web.base-path or management.endpoints.web.path-mapping.backpressure to another path."
					.formatted(ConsoleFiles.PATH);
			}
			return null;
		}

		static String path(Environment environment) {
			WebEndpointProperties properties = Binder.get(environment)
				.bindOrCreate("management.endpoints.web", WebEndpointProperties.class);
			String mapped = properties.getPathMapping().getOrDefault(ENDPOINT, ENDPOINT);
			return properties.getBasePath() + (mapped.startsWith("/") ? mapped : "/" + mapped);
		}

	}

}
