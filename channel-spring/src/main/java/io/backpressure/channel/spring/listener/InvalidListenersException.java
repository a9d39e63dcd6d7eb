package io.backpressure.channel.spring.listener;

import java.util.List;

/**
 * Listeners that cannot work as they are declared, all of them at once.
 */
public final class InvalidListenersException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<String> problems;

	InvalidListenersException(List<String> problems) {
		super("Invalid channel listeners:%n%n%s".formatted(String.join(System.lineSeparator(), problems)));
		this.problems = List.copyOf(problems);
	}

	/**
	 * Return what is wrong, and what to do about it.
	 * @return a sentence or two for each problem
	 */
	public List<String> problems() {
		return this.problems;
	}

}
