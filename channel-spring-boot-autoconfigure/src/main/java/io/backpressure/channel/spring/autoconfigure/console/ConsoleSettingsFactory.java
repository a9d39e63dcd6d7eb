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
 * Factory for the settings of the console. They contain the path of the endpoint, or the
 * reason why the page cannot reach the endpoint.
 */
final class ConsoleSettingsFactory {

	private static final Log logger = LogFactory.getLog(ConsoleSettingsFactory.class);

	private static final String ENDPOINT = "backpressure";

	private ConsoleSettingsFactory() {
	}

	/** Create the settings of the console on the port of the application. */
	static ConsoleSettings forApplication(Environment environment, Console console) {
		String reason = obstacle(environment);
		if (reason == null) {
			return reachable(environment, console.extension());
		}
		logger.warn("The console at %s will show no channels. %s".formatted(ConsoleFiles.PATH, reason));
		String elsewhere = isActuatorPresent() ? Actuator.elsewhere(environment) : null;
		return new ConsoleSettings(name(environment), null, console.extension(), reason, elsewhere);
	}

	/**
	 * Create the settings of the console on a separate management port. They have no
	 * extension script, since scripts of the application are not served on that port.
	 */
	static ConsoleSettings forManagement(Environment environment) {
		String reason = Actuator.clash(environment);
		return (reason != null) ? new ConsoleSettings(name(environment), null, null, reason, null)
				: reachable(environment, null);
	}

	private static ConsoleSettings reachable(Environment environment, @Nullable String extension) {
		return new ConsoleSettings(name(environment), Actuator.path(environment), extension, null, null);
	}

	private static @Nullable String name(Environment environment) {
		return environment.getProperty("spring.application.name");
	}

	private static boolean isActuatorPresent() {
		return ClassUtils.isPresent("org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType",
				null);
	}

	private static @Nullable String obstacle(Environment environment) {
		if (!isActuatorPresent()) {
			return "It reads the endpoint 'backpressure' of Spring Boot Actuator, which is not on the class path. "
					+ "Add org.springframework.boot:spring-boot-starter-actuator, and set "
					+ "management.endpoints.web.exposure.include: health, backpressure.";
		}
		return Actuator.obstacle(environment);
	}

	/** Lookups that need Actuator, which may be missing. */
	private static final class Actuator {

		static @Nullable String obstacle(Environment environment) {
			return switch (ManagementPortType.get(environment)) {
				case DIFFERENT -> ("The endpoint and its console are served at management.server.port=%s: "
						+ "open %s there. Remove management.server.port to serve both on the port of the application.")
					.formatted(port(environment), managementPath(environment));
				case DISABLED -> "Endpoints are disabled by management.server.port=%s. Remove this property."
					.formatted(port(environment));
				case SAME -> clash(environment);
			};
		}

		static @Nullable String clash(Environment environment) {
			return path(environment).equals(ConsoleFiles.PATH)
					? "The endpoint is served at %s as well. Set management.endpoints.web.base-path or management.endpoints.web.path-mapping.backpressure to another path."
						.formatted(ConsoleFiles.PATH)
					: null;
		}

		static @Nullable String elsewhere(Environment environment) {
			String port = port(environment);
			boolean known = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT && !"0".equals(port);
			return known ? port + managementPath(environment) : null;
		}

		private static @Nullable String port(Environment environment) {
			return environment.getProperty("management.server.port");
		}

		private static String managementPath(Environment environment) {
			return environment.getProperty("management.server.base-path", "") + ConsoleFiles.PATH;
		}

		static String path(Environment environment) {
			WebEndpointProperties properties = Binder.get(environment)
				.bindOrCreate("management.endpoints.web", WebEndpointProperties.class);
			String mapped = properties.getPathMapping().getOrDefault(ENDPOINT, ENDPOINT);
			return properties.getBasePath() + (mapped.startsWith("/") ? mapped : "/" + mapped);
		}

	}

}
