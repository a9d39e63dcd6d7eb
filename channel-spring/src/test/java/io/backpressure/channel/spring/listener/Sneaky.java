package io.backpressure.channel.spring.listener;

/**
 * Helper to throw checked exceptions that a method does not declare.
 */
final class Sneaky {

	private Sneaky() {
	}

	static RuntimeException raise(Throwable thrown) {
		throw Sneaky.<RuntimeException>as(thrown);
	}

	@SuppressWarnings("unchecked") // hides the exception from the compiler
	private static <X extends Throwable> X as(Throwable thrown) throws X {
		throw (X) thrown;
	}

}
