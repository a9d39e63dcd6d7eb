package io.backpressure.channel.test;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Failure messages whose stack frames are not known in advance.
 */
final class Messages {

	private Messages() {
	}

	/** Return the message of a failure, with one line in place of each stack. */
	static String of(ThrowingCallable call) {
		return withoutFrames(catchThrowable(call));
	}

	static String withoutFrames(Throwable thrown) {
		return (thrown != null) ? thrown.getMessage().replaceAll("(\\n {6}at [^\\n]*)+", "\n      at ...") : "nothing";
	}

}
