package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.ChannelException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The part of this JVM in a channel: it joins with the same terms as the others, says
 * that it is alive, and leaves.
 */
final class Membership {

	/*
	 * Heartbeats begin after the channel was opened: one before that would make another
	 * instance believe that the channel exists. None follows the step that leaves, so
	 * that no instance remains in the list that has ended.
	 *
	 * An instance that was out of sight for so long that it was taken for dead may find
	 * others with different terms when it comes back. It then stays out, and all that it
	 * attempts fails, until they are gone.
	 */

	private static final Log logger = LogFactory.getLog(Membership.class);

	private static final Duration HEARTBEAT = Duration.ofSeconds(3);

	/** An instance not seen for that long is taken for dead. */
	private static final Duration DEAD_AFTER = Duration.ofSeconds(12);

	private static final Duration FORGET_CONSUMER_AFTER = Duration.ofMinutes(10);

	private final String channel;

	private final Terms terms;

	private final byte[] instance;

	private final Calls calls;

	private final Refusals refusals;

	private final Duration interval;

	/** Held while a heartbeat is written. */
	private final ReentrantLock lock = new ReentrantLock();

	private boolean joined;

	private volatile boolean beating;

	private long nextHeartbeat;

	/** Difference to the terms of others, if this instance stays out for that. */
	private volatile @Nullable String difference;

	Membership(String channel, Terms terms, byte[] instance, Calls calls, Refusals refusals) {
		this.channel = channel;
		this.terms = terms;
		this.instance = instance;
		this.calls = calls;
		this.refusals = refusals;
		Duration quarter = terms.visibility().dividedBy(4);
		this.interval = (quarter.compareTo(HEARTBEAT) < 0) ? quarter : HEARTBEAT;
	}

	/**
	 * Take part in the channel.
	 * @return whether it is closed
	 * @throws RedisTransportException if other instances that run have other terms, or
	 * Redis refuses it
	 */
	boolean join() {
		List<Object> answer;
		try {
			answer = this.calls.call(Script.OPEN, (late) -> abandon(),
					this.terms.arguments(this.instance, Keys.bytes(DEAD_AFTER.toMillis())));
		}
		catch (ChannelException ex) {
			throw new RedisTransportException(ex.getMessage() + ".",
					"Channel '" + this.channel
							+ "' was not opened, and the application not started: start it again when this is fixed.",
					ex);
		}
		if (Keys.text(answer.get(0)).equals("DIFFERENT")) {
			throw new RedisTransportException("Channel '" + this.channel + "' " + this.terms.difference(answer) + ".",
					"Set backpressure.channels." + this.channel + " and backpressure.redis"
							+ " to the same in all instances, or stop the others first.",
					null);
		}
		this.lock.lock();
		try {
			this.joined = true;
		}
		finally {
			this.lock.unlock();
		}
		return answer.get(1).equals(1L);
	}

	/** The channel was opened after the start had failed. */
	@SuppressWarnings("FutureReturnValueIgnored") // nobody waits
	private void abandon() {
		this.calls.start(Script.LEAVE, this.instance);
	}

	/**
	 * Throw if other instances have other terms.
	 * @throws BrokenChannelException if this instance stays out
	 */
	void check() {
		String difference = this.difference;
		if (difference != null) {
			throw new BrokenChannelException(this.channel, "it " + difference,
					"This instance was out of sight, and takes no part until the others are gone: restart it with their"
							+ " settings",
					null);
		}
	}

	/** Note that a script found other terms in force. */
	BrokenChannelException differs(List<Object> answer) {
		String difference = this.terms.difference(answer);
		this.difference = difference;
		this.refusals.refused(Script.OPEN, "it " + difference, false);
		return new BrokenChannelException(this.channel, "it " + difference,
				"Another instance has opened the channel with other settings: restart this one with the same", null);
	}

	/** Say that this instance is there, if it is time to. */
	void beatIfDue() {
		this.lock.lock();
		try {
			long now = System.nanoTime();
			if (this.joined && !this.beating && now - this.nextHeartbeat >= 0) {
				this.nextHeartbeat = now + this.interval.toNanos();
				beat();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Say it at once: this instance may have been taken for dead. */
	void beatSoon() {
		this.lock.lock();
		try {
			this.nextHeartbeat = System.nanoTime();
		}
		finally {
			this.lock.unlock();
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // looked after here
	private void beat() {
		this.beating = true;
		this.calls
			.start(Script.HEARTBEAT,
					this.terms.arguments(this.instance, Keys.bytes(DEAD_AFTER.toMillis()),
							Keys.bytes(FORGET_CONSUMER_AFTER.toMillis()), Keys.bytes(this.terms.pause().toMillis())))
			.whenComplete((answer, ex) -> {
				this.beating = false;
				if (answer != null) {
					answered(answer);
				}
			});
	}

	private void answered(List<Object> answer) {
		String status = Keys.text(answer.get(0));
		if (status.equals("DIFFERENT")) {
			differs(answer);
			return;
		}
		if (this.difference != null) {
			this.difference = null;
			this.refusals.taken(Script.OPEN);
		}
		String refusal = Keys.text(answer.get(1));
		if (refusal.isEmpty()) {
			this.refusals.taken(Script.HEARTBEAT);
		}
		else {
			this.refusals.refused(Script.HEARTBEAT, refusal, true);
		}
	}

	/** Leave. Answered after all that was asked before, acknowledgements for example. */
	void leave() {
		this.lock.lock();
		try {
			this.joined = false;
		}
		finally {
			this.lock.unlock();
		}
		try {
			this.calls.call(Script.LEAVE, this.instance);
		}
		catch (ChannelException ex) {
			logger.warn("Left channel '" + this.channel + "' without notifying the other instances, which notice in "
					+ DEAD_AFTER.toSeconds() + " s: " + ex.getMessage());
		}
	}

}
