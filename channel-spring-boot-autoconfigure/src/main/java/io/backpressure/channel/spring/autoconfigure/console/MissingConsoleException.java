package io.backpressure.channel.spring.autoconfigure.console;

/**
 * Exception thrown when the console is enabled but not on the class path.
 */
class MissingConsoleException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	MissingConsoleException() {
		super("The console is enabled by backpressure.console.enabled, but it is not on the class path");
	}

}
