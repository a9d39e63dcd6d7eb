package io.backpressure.channel;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Place of a {@link Waiter} in a queue of a {@link SharedBuffer}.
 */
final class BufferWait implements Wait {

	private final Waiter waiter;

	private volatile boolean woken;

	private @Nullable Registration registration;

	private BufferWait(Waiter waiter) {
		this.waiter = waiter;
	}

	/**
	 * Join a queue of the buffer.
	 * @param register {@link SharedBuffer#onRoom} or {@link SharedBuffer#onValue}
	 */
	static Wait join(Waiter waiter, Function<Runnable, Registration> register) {
		BufferWait wait = new BufferWait(waiter);
		wait.registration = register.apply(wait::wake);
		return wait;
	}

	private void wake() {
		this.woken = true;
		this.waiter.wake();
	}

	@Override
	public void end(boolean tries) {
		if (this.registration != null && !(tries && this.woken)) {
			this.registration.close();
		}
	}

}
