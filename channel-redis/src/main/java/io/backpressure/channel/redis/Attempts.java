package io.backpressure.channel.redis;

import java.util.List;
import java.util.function.Consumer;

import io.backpressure.channel.ChannelUnavailableException;

/**
 * Runner of the scripts by which the senders, or the receivers, of a channel try to send
 * or receive. If Redis is unavailable, the attempt counts as one that found no room, or
 * no value. The calling thread can then wait for the next event from Redis.
 */
final class Attempts {

	private final ScriptRunner scripts;

	private final Membership membership;

	private final Waiters waiters;

	Attempts(ScriptRunner scripts, Membership membership, Waiters waiters) {
		this.scripts = scripts;
		this.membership = membership;
		this.waiters = waiters;
	}

	/**
	 * Run a script, unless this instance is excluded from the channel.
	 * @param events the number of events when the attempt began
	 * @param late receives the reply if it arrives only after the command timeout; called
	 * on a thread of Lettuce
	 */
	List<Object> call(Script script, long events, Consumer<List<Object>> late, byte[]... arguments) {
		try {
			this.membership.check();
			return this.scripts.call(script, late, arguments);
		}
		catch (ChannelUnavailableException ex) {
			this.waiters.foundNothing(events);
			throw ex;
		}
		catch (BrokenChannelException ex) {
			// the next waiting thread fails too, and wakes up its successor
			this.waiters.passOn();
			throw ex;
		}
	}

}
