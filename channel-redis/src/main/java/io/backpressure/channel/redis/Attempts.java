package io.backpressure.channel.redis;

import java.util.List;
import java.util.function.Consumer;

import io.backpressure.channel.ChannelUnavailableException;

/**
 * The attempts of threads on one side of a channel, which wait for the next event if
 * Redis does not serve them.
 */
final class Attempts {

	private final Calls calls;

	private final Membership membership;

	private final Waiters waiters;

	Attempts(Calls calls, Membership membership, Waiters waiters) {
		this.calls = calls;
		this.membership = membership;
		this.waiters = waiters;
	}

	/**
	 * Run a script, unless this instance has to stay out of the channel.
	 * @param events the number of events when the attempt began
	 * @param late receives an answer that comes after the call has failed, on a thread of
	 * the client
	 */
	List<Object> call(Script script, long events, Consumer<List<Object>> late, byte[]... arguments) {
		try {
			this.membership.check();
			return this.calls.call(script, late, arguments);
		}
		catch (ChannelUnavailableException ex) {
			this.waiters.foundNothing(events);
			throw ex;
		}
		catch (BrokenChannelException ex) {
			this.waiters.passOn(); // all that wait have to learn of it
			throw ex;
		}
	}

}
