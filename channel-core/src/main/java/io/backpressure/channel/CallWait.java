package io.backpressure.channel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One wait of an {@link AsyncCall}. A wait that has been woken up is spent: the call must
 * join the queue again before it can be woken up another time.
 */
final class CallWait implements Waiter {

	private static final int LIVE = 0;

	private static final int SPENT = 1;

	private static final int ENDED = 2;

	private final CallLine line;

	private final AtomicInteger state;

	private @Nullable Wait wait;

	private CallWait(CallLine line, int state) {
		this.line = line;
		this.state = new AtomicInteger(state);
	}

	/** Wait in the queue of the buffer. */
	static CallWait join(CallLine line, Function<Waiter, Wait> queue) {
		StackReserve.reserveForCalls();
		StackReserve.check();
		CallWait joined = new CallWait(line, LIVE);
		joined.wait = queue.apply(joined);
		return joined;
	}

	/**
	 * Create a wait that counts as already woken up, so that the executor makes the first
	 * attempt. The caller must then call {@link CallLine#wakeIfSpent}.
	 */
	static CallWait spent(CallLine line) {
		CallWait spent = new CallWait(line, SPENT);
		line.spent.incrementAndGet();
		return spent;
	}

	@Override
	public void wake() {
		if (this.state.compareAndSet(LIVE, SPENT)) {
			this.line.spent.incrementAndGet();
			this.line.wake();
		}
		else if (isSpent()) {
			this.line.wake(); // the previous wake-up may have found no thread
		}
	}

	boolean isSpent() {
		return this.state.get() == SPENT;
	}

	/** End the wait, see {@link Wait#end}. */
	void end(boolean tries) {
		if (this.state.getAndSet(ENDED) == SPENT) {
			this.line.spent.decrementAndGet();
		}
		if (this.wait != null) {
			this.wait.end(tries);
		}
	}

}
