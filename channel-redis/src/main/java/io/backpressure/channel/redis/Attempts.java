package io.backpressure.channel.redis;

import java.util.List;
import java.util.function.Consumer;

import io.backpressure.channel.ChannelUnavailableException;

/**
 * Runner of scripts for the threads on one side of a channel. An attempt that fails
 * because Redis is unavailable counts as one that found nothing, so the thread can wait
 * for the next event.
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
	 * @param late receives a reply that arrives after the call has failed, on a thread of
	 * the client
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
			this.waiters.passOn(); // every waiting thread has to fail as well
			throw ex;
		}
	}

}
