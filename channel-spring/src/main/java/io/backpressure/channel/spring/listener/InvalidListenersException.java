package io.backpressure.channel.spring.listener;

import java.util.List;

/**
 * Exception thrown when listeners are invalid, with the problems of all of them.
 *
 * @since 0.1.0
 */
public final class InvalidListenersException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> problems;

	InvalidListenersException(List<String> problems) {
		super("Invalid channel listeners:%n%n%s".formatted(String.join(System.lineSeparator(), problems)));
		this.problems = List.copyOf(problems);
	}

	/**
	 * Return the problems with their remedies.
	 * @return a sentence or two for each problem
	 */
	public List<String> problems() {
		return this.problems;
	}

}
