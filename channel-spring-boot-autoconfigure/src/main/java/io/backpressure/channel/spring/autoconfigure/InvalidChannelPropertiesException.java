package io.backpressure.channel.spring.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Exception thrown for invalid properties of channels. It contains the problems of all
 * invalid properties.
 */
final class InvalidChannelPropertiesException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<Problem> problems;

	InvalidChannelPropertiesException(List<Problem> problems) {
		super("Invalid properties of channels:%n%n%s".formatted(text(problems)));
		this.problems = List.copyOf(problems);
	}

	List<Problem> problems() {
		return this.problems;
	}

	static String text(List<Problem> problems) {
		return problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator()));
	}

}
