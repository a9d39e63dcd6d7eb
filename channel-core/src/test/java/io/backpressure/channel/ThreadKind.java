package io.backpressure.channel;

import java.lang.reflect.InvocationTargetException;

import org.junit.jupiter.api.Assumptions;

/**
 * Kind of thread that uses a channel.
 */
enum ThreadKind {

	PLATFORM {
		@Override
		Thread start(Runnable action) {
			Thread thread = new Thread(action, "test-thread");
			thread.setDaemon(true);
			thread.start();
			return thread;
		}
	},

	VIRTUAL {
		@Override
		Thread start(Runnable action) {
			try {
				return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, action);
			}
			catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
				throw new IllegalStateException("Virtual threads need Java 21", ex);
			}
		}
	};

	abstract Thread start(Runnable action);

	boolean isAvailable() {
		return this == PLATFORM || Runtime.version().feature() >= 21;
	}

	void assumeAvailable() {
		Assumptions.assumeTrue(isAvailable(),
				() -> "virtual threads need Java 21, this is Java " + Runtime.version().feature());
	}

}
