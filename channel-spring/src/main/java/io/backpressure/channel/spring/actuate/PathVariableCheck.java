package io.backpressure.channel.spring.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Check for requests whose body or query names another channel than their path. Such a
 * request is rejected, because access rules may depend on the path.
 */
final class PathVariableCheck {

	/**
	 * Value of {@code HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE}, copied because
	 * Spring MVC may not be on the class path.
	 */
	private static final String PATH_VARIABLES = "org.springframework.web.servlet.HandlerMapping.uriTemplateVariables";

	private PathVariableCheck() {
	}

	/**
	 * Compare the names in a request.
	 * @param variable the name of the path variable
	 * @param selected the value that Spring Boot passes for the path variable: from the
	 * path, or from a body or query that overrides it
	 * @param given the channel name in the body or query, or {@code null}
	 * @return why the request is rejected, or {@code null} if the names agree
	 */
	static @Nullable ErrorDescriptor contradiction(String variable, String selected, @Nullable String given) {
		String path = inPath(variable);
		if (path != null && !path.equals(selected)) {
			return error(path, selected);
		}
		return (given != null && !given.equals(selected)) ? error(selected, given) : null;
	}

	private static ErrorDescriptor error(String path, String given) {
		return new ErrorDescriptor(("The path names channel '%s', but the body or query names channel '%s'. "
				+ "Remove the name from the body or query.")
			.formatted(Excerpt.of(path), Excerpt.of(given)));
	}

	/** Return the value in the path itself, or {@code null} outside Spring MVC. */
	private static @Nullable String inPath(String variable) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		Object variables = (request != null) ? request.getAttribute(PATH_VARIABLES, RequestAttributes.SCOPE_REQUEST)
				: null;
		return (variables instanceof Map<?, ?> map && map.get(variable) instanceof String value) ? value : null;
	}

}
