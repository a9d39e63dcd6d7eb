package io.backpressure.channel.spring.autoconfigure.console;

/**
 * The console is enabled and not on the class path.
 */
class MissingConsoleException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	MissingConsoleException() {
		super("The console is enabled by backpressure.console.enabled, and it is not on the class path");
	}

}
