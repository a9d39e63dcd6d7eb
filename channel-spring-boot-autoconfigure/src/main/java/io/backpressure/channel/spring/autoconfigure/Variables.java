package io.backpressure.channel.spring.autoconfigure;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Environment variables and system properties. Several applications may share them, so an
 * unknown one is not an error.
 */
final class Variables {

	/**
	 * Variables that Kubernetes sets in each container for a service whose name begins
	 * with {@code backpressure}.
	 */
	private static final Pattern KUBERNETES = Pattern.compile(
			"BACKPRESSURE(_\\w+)?_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

	private static final Pattern KUBERNETES_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

	private Variables() {
	}

	/**
	 * Return whether a source is the environment or the system properties.
	 */
	static boolean isSource(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> underlying && isSource(underlying.getName());
	}

	private static boolean isSource(String source) {
		return isEnvironment(source) || source.equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
	}

	private static boolean isEnvironment(String source) {
		String environment = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		return source.equals(environment) || source.endsWith("-" + environment);
	}

	/**
	 * Return whether a property comes from the environment or the system properties.
	 */
	static boolean contains(ConfigurationProperty property) {
		return property.getOrigin() instanceof PropertySourceOrigin origin
				&& isSource(origin.getPropertySource().getName());
	}

	/**
	 * Return the environment variable that a property comes from, or {@code null} if it
	 * comes from another source.
	 */
	static @Nullable String name(ConfigurationProperty property) {
		Origin origin = property.getOrigin();
		return (origin instanceof PropertySourceOrigin source && isEnvironment(source.getPropertySource().getName()))
				? source.getPropertyName() : null;
	}

	/**
	 * Return whether a property is a variable that Kubernetes has set for a service.
	 */
	static boolean isSetByKubernetes(ConfigurationProperty property) {
		String name = name(property);
		return name != null && (KUBERNETES.matcher(name).matches() || (name.endsWith("_PORT")
				&& KUBERNETES_ADDRESS.matcher(String.valueOf(property.getValue())).matches()));
	}

}
