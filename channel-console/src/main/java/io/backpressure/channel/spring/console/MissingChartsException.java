package io.backpressure.channel.spring.console;

/**
 * The console is enabled, and the library that draws its charts is not on the class path.
 */
public final class MissingChartsException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	MissingChartsException() {
		super("The console draws its charts with uPlot, which is not on the class path");
	}

}
