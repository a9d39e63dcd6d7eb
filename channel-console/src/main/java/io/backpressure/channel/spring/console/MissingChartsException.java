package io.backpressure.channel.spring.console;

/**
 * Exception thrown when the console is enabled but its charting library is not on the
 * class path.
 *
 * @since 0.1.0
 */
public final class MissingChartsException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	MissingChartsException() {
		super("The console draws its charts with uPlot, which is not on the class path");
	}

}
