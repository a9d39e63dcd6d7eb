package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.backpressure.channel.ChannelException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Membership of this instance, a JVM, in a channel. The instance joins with the same
 * settings as the other instances, sends heartbeats, and leaves.
 */
final class Membership {

	/*
	 * Heartbeats begin only after the channel was opened, since an earlier heartbeat
	 * would make other instances assume that the channel exists. No heartbeat follows the
	 * leave, so that no terminated instance remains in the list.
	 *
	 * When an instance comes back after it was presumed dead, it may find instances with
	 * other settings. It is then excluded from the channel: its sends and receives fail
	 * until the instances with the other settings are gone.
	 */

	private static final Log logger = LogFactory.getLog(Membership.class);

	private static final Duration HEARTBEAT = Duration.ofSeconds(3);

	/** Time without a heartbeat after which an instance is presumed dead. */
	private static final Duration DEAD_AFTER = Duration.ofSeconds(12);

	/** Idle time after which a consumer without pending values is removed. */
	private static final Duration FORGET_CONSUMER_AFTER = Duration.ofMinutes(10);

	private final String channel;

	private final SharedSettings shared;

	private final byte[] instance;

	private final ScriptRunner scripts;

	private final RejectedScripts rejections;

	private final Duration interval;

	/**
	 * Guards {@code joined} and {@code nextHeartbeat}; held while a heartbeat is sent.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private boolean joined;

	private volatile boolean beating;

	private long nextHeartbeat;

	/**
	 * Description of the settings with which other instances exclude this one, or
	 * {@code null} if this instance is not excluded.
	 */
	private volatile @Nullable String difference;

	Membership(String channel, SharedSettings shared, byte[] instance, ScriptRunner scripts,
			RejectedScripts rejections) {
		this.channel = channel;
		this.shared = shared;
		this.instance = instance;
		this.scripts = scripts;
		this.rejections = rejections;
		Duration quarter = shared.visibility().dividedBy(4);
		this.interval = (quarter.compareTo(HEARTBEAT) < 0) ? quarter : HEARTBEAT;
	}

	/**
	 * Join the channel.
	 * @return whether the channel is closed
	 * @throws RedisTransportException if other running instances have other settings, or
	 * Redis rejects the operation or does not reply
	 */
	boolean join() {
		List<Object> reply;
		try {
			reply = this.scripts.call(Script.OPEN, (late) -> abandon(),
					this.shared.arguments(this.instance, Keys.bytes(DEAD_AFTER.toMillis())));
		}
		catch (ChannelException ex) {
			throw new RedisTransportException(ex.getMessage() + ".",
					"Channel '" + this.channel + "' was not opened: fix the problem, then start the application again.",
					ex);
		}
		if (Keys.text(reply.get(0)).equals("DIFFERENT")) {
			throw new RedisTransportException("Channel '" + this.channel + "' " + this.shared.difference(reply) + ".",
					"Use the same backpressure.channels." + this.channel + " and backpressure.redis"
							+ " settings in all instances, or stop the others first.",
					null);
		}
		this.lock.lock();
		try {
			this.joined = true;
			this.nextHeartbeat = System.nanoTime();
		}
		finally {
			this.lock.unlock();
		}
		return reply.get(1).equals(1L);
	}

	/**
	 * Leave the channel, which Redis has opened although the join failed for lack of a
	 * reply.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the caller has failed already
	private void abandon() {
		this.scripts.start(Script.LEAVE, this.instance);
	}

	/**
	 * Check that this instance is not excluded.
	 * @throws BrokenChannelException if this instance is excluded, since other instances
	 * have other settings
	 */
	void check() {
		String difference = this.difference;
		if (difference != null) {
			throw new BrokenChannelException(this.channel, "the channel " + difference,
					"This instance was presumed dead and is excluded until the other instances are gone:"
							+ " restart it with their settings",
					null);
		}
	}

	/**
	 * Record that a script found the settings of other instances in force.
	 * @return the exception to throw
	 */
	BrokenChannelException differs(List<Object> reply) {
		String difference = this.shared.difference(reply);
		this.difference = difference;
		this.rejections.rejected(Script.OPEN, "the channel " + difference, false);
		return new BrokenChannelException(this.channel, "the channel " + difference,
				"Another instance has opened the channel with other settings: restart this one with those settings",
				null);
	}

	/** Send a heartbeat if it is due. */
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

	/**
	 * Make the next heartbeat due immediately, since other instances may presume this one
	 * dead.
	 */
	void beatSoon() {
		this.lock.lock();
		try {
			this.nextHeartbeat = System.nanoTime();
		}
		finally {
			this.lock.unlock();
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // handled by whenComplete
	private void beat() {
		this.beating = true;
		this.scripts
			.start(Script.HEARTBEAT,
					this.shared.arguments(this.instance, Keys.bytes(DEAD_AFTER.toMillis()),
							Keys.bytes(FORGET_CONSUMER_AFTER.toMillis()), Keys.bytes(this.shared.pause().toMillis())))
			.whenComplete((reply, ex) -> {
				this.beating = false;
				if (reply != null) {
					replied(reply);
				}
			});
	}

	private void replied(List<Object> reply) {
		String status = Keys.text(reply.get(0));
		if (status.equals("DIFFERENT")) {
			differs(reply);
			return;
		}
		if (this.difference != null) {
			this.difference = null;
			this.rejections.succeeded(Script.OPEN);
		}
		String rejection = Keys.text(reply.get(1));
		if (rejection.isEmpty()) {
			this.rejections.succeeded(Script.HEARTBEAT);
		}
		else {
			this.rejections.rejected(Script.HEARTBEAT, rejection, true);
		}
	}

	/**
	 * Leave the channel, and wait for the reply. This reply follows those to all earlier
	 * calls, for example acknowledgements, so Redis has executed these calls.
	 */
	void leave() {
		this.lock.lock();
		try {
			this.joined = false;
		}
		finally {
			this.lock.unlock();
		}
		try {
			this.scripts.call(Script.LEAVE, this.instance);
		}
		catch (ChannelException ex) {
			logger.warn("Left channel '" + this.channel
					+ "' without notifying the other instances, which detect this within " + DEAD_AFTER.toSeconds()
					+ " s: " + ex.getMessage());
		}
	}

}
