package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.backpressure.channel.ChannelUnavailableException;
import io.backpressure.channel.Received;
import io.backpressure.channel.UnknownOutcomeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Receiving side of a channel on Redis.
 *
 * @param <T> the type of the values
 */
final class ReceiveSide<T> {

	/*
	 * Redelivery. An entry is pending if it was delivered but not acknowledged. A pending
	 * entry is idle from the time of its last delivery or renewal. Once per quarter of
	 * the visibility timeout, a receive first tries to claim entries that have been idle
	 * for the visibility timeout or longer. The receive takes new entries only if there
	 * are none to claim. The first receive after a release, or after entries were
	 * claimed, does the same, so values are redelivered even if the channel is busy.
	 *
	 * Late replies. Redis may reply to a receive after the caller has given up. Entries
	 * that the receive has acknowledged are gone from Redis, and are kept here for the
	 * next receive. Other entries are released immediately, and their delivery is not
	 * counted.
	 */

	private static final Log logger = LogFactory.getLog(ReceiveSide.class);

	private final SharedSettings shared;

	private final RedisChannelSettings settings;

	private final byte[] instance;

	private final ChannelCodec<T> values;

	private final ScriptRunner scripts;

	private final Attempts attempts;

	private final Waiters waiters;

	private final UnacknowledgedValues unacknowledged;

	/** Entries that are gone from Redis but not yet handed to a receiver. */
	private final Queue<StreamEntry> late = new ConcurrentLinkedQueue<>();

	private final AtomicLong nextClaim = new AtomicLong(System.nanoTime());

	ReceiveSide(SharedSettings shared, RedisChannelSettings settings, byte[] instance, ChannelCodec<T> values,
			ScriptRunner scripts, Membership membership, Waiters waiters) {
		this.shared = shared;
		this.settings = settings;
		this.instance = instance;
		this.values = values;
		this.scripts = scripts;
		this.attempts = new Attempts(scripts, membership, waiters);
		this.waiters = waiters;
		this.unacknowledged = new UnacknowledgedValues(scripts, instance, shared.visibility());
	}

	/** Remove up to {@code max} values, and acknowledge them in the same step. */
	List<T> poll(int max) {
		StreamEntry late = this.late.poll();
		return (late != null) ? List.of(this.values.decode(late)) : decode(receive(max, true));
	}

	/**
	 * Decode the entries before the first unreadable one. Keep this one and the later
	 * ones for the next receive.
	 * @throws UnreadableValueException if the first entry is unreadable; only the later
	 * ones are then kept
	 */
	private List<T> decode(List<StreamEntry> entries) {
		List<T> values = new ArrayList<>(entries.size());
		for (StreamEntry entry : entries) {
			try {
				values.add(this.values.decode(entry));
			}
			catch (UnreadableValueException ex) {
				int rest = values.size() + (values.isEmpty() ? 1 : 0);
				keep(entries.subList(rest, entries.size()));
				if (values.isEmpty()) {
					throw ex;
				}
				break;
			}
		}
		return values;
	}

	private void keep(List<StreamEntry> entries) {
		if (!entries.isEmpty()) {
			this.late.addAll(entries);
			this.waiters.event();
		}
	}

	/**
	 * Take a value, which the receiver has to acknowledge, or return {@code null} if
	 * there is none.
	 */
	@Nullable Received<T> take() {
		StreamEntry late = this.late.poll();
		if (late != null) {
			return new LateValue(late);
		}
		List<StreamEntry> entries;
		try {
			entries = receive(1, false);
		}
		catch (UnknownOutcomeException ex) {
			// a value that Redis may have handed out will be redelivered: nothing is lost
			throw new ChannelUnavailableException(this.values.channel(),
					"Redis is unavailable and the call had no effect: Redis has not replied, and any value"
							+ " that it has handed out will be redelivered",
					ex);
		}
		return entries.isEmpty() ? null
				: this.unacknowledged.add(entries.get(0), this.shared.maxDeliveries(), this.values::decode);
	}

	private List<StreamEntry> receive(int max, boolean acknowledge) {
		long events = this.waiters.events();
		boolean claim = mayClaim();
		List<Object> reply = this.attempts.call(Script.RECEIVE, events,
				(late) -> receivedLate(StreamEntry.of(late), acknowledge), Keys.bytes(this.shared.capacity()),
				Keys.bytes(max), this.instance, Keys.bytes(acknowledge ? "ack" : ""),
				Keys.bytes(claim ? this.shared.visibility().toMillis() : 0), this.scripts.topic(),
				Keys.bytes(UnacknowledgedValues.RELEASED_IDLE.toMillis()), Keys.bytes(this.shared.pause().toMillis()));
		List<StreamEntry> entries = StreamEntry.of(reply);
		if (claim && !reply.get(1).equals(0L)) {
			claimSoon(); // there may be more to claim
		}
		if (entries.isEmpty()) {
			this.waiters.foundNothing(events);
		}
		else if ((Long) reply.get(0) > 0) {
			this.waiters.passOn();
		}
		return entries;
	}

	private boolean mayClaim() {
		long next = this.nextClaim.get();
		long now = System.nanoTime();
		return now - next >= 0 && this.nextClaim.compareAndSet(next, now + this.shared.visibility().toNanos() / 4);
	}

	/** Let the next receive try to claim entries, even before the interval has passed. */
	void claimSoon() {
		this.nextClaim.set(System.nanoTime());
	}

	private void receivedLate(List<StreamEntry> entries, boolean acknowledged) {
		if (acknowledged) {
			keep(entries);
		}
		else if (!entries.isEmpty()) {
			this.unacknowledged.releaseUndelivered(entries);
		}
	}

	/**
	 * Remove and return the oldest buffered value, or return {@code null} if there is
	 * none or it was not among the first {@code end} values ever sent to the channel. So
	 * a purge does not discard values sent after it began. An unreadable value is
	 * removed, logged and skipped.
	 */
	@Nullable T discard(long end) {
		for (;;) {
			List<Object> reply = this.scripts.call(Script.DISCARD, Keys.bytes(end), Keys.bytes(this.shared.capacity()),
					this.scripts.topic());
			if (reply.isEmpty()) {
				return null;
			}
			try {
				return this.values.decode(new StreamEntry("discarded", (byte[]) reply.get(0), 1));
			}
			catch (UnreadableValueException ex) {
				logger.error("Channel '" + this.values.channel()
						+ "': purged an unreadable value, which is not passed to onDrop", ex);
			}
		}
	}

	/** Renew the unacknowledged values if a renewal is due. */
	void renewIfDue() {
		this.unacknowledged.renewIfDue();
	}

	/**
	 * Make the next renewal due immediately. After an outage, other instances may be
	 * about to claim the values.
	 */
	void renewSoon() {
		this.unacknowledged.renewSoon();
	}

	/** Return whether this instance keeps no entry that is gone from Redis. */
	boolean isEmptyHere() {
		return this.late.isEmpty();
	}

	/**
	 * Release the unacknowledged values of this instance, and log the number of values
	 * that are lost.
	 */
	void end() {
		this.unacknowledged.releaseAll();
		if (!this.late.isEmpty()) {
			Duration timeout = this.settings.commandTimeout();
			logger.error("Channel '" + this.values.channel() + "' loses " + this.late.size()
					+ " value(s): Redis had already removed them, for example for a receive whose reply arrived"
					+ " after the command timeout of " + timeout + ", and no receiver has taken them since");
		}
	}

	/**
	 * Value that is already gone from Redis, so no other instance can receive it. If the
	 * value is released, the next receiver of this instance gets it.
	 */
	private final class LateValue implements Received<T> {

		private final StreamEntry entry;

		private final AtomicBoolean done = new AtomicBoolean();

		LateValue(StreamEntry entry) {
			this.entry = entry;
		}

		@Override
		public T value() {
			return ReceiveSide.this.values.decode(this.entry);
		}

		@Override
		public int deliveries() {
			return 1;
		}

		@Override
		public int maxDeliveries() {
			return ReceiveSide.this.shared.maxDeliveries();
		}

		@Override
		public void acknowledge() {
			this.done.set(true);
		}

		@Override
		public void release() {
			if (this.done.compareAndSet(false, true)) {
				keep(List.of(this.entry));
			}
		}

	}

}
