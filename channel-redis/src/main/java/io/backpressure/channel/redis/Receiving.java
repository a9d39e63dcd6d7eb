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
 * The receiving side of a channel.
 *
 * @param <T> the type of the values
 */
final class Receiving<T> {

	/*
	 * Redelivery. Pending entries have been idle since they were delivered or renewed. At
	 * most every quarter of the visibility timeout, whether the channel is busy or not, a
	 * receive first looks for one that has been idle for all of it.
	 *
	 * Late answers. Redis may answer a receive after its caller has given up. What it
	 * acknowledged in that step is gone from Redis, and is kept here for the next
	 * receive. The rest is given back at once, and not counted as delivered.
	 */

	private static final Log logger = LogFactory.getLog(Receiving.class);

	private final Terms terms;

	private final RedisChannelSettings settings;

	private final byte[] instance;

	private final Values<T> values;

	private final Calls calls;

	private final Attempts attempts;

	private final Waiters waiters;

	private final Unacknowledged unacknowledged;

	/** Gone from Redis, but not yet handed to a receiver. */
	private final Queue<Entry> late = new ConcurrentLinkedQueue<>();

	private final AtomicLong nextClaim = new AtomicLong(System.nanoTime());

	Receiving(Terms terms, RedisChannelSettings settings, byte[] instance, Values<T> values, Calls calls,
			Membership membership, Waiters waiters) {
		this.terms = terms;
		this.settings = settings;
		this.instance = instance;
		this.values = values;
		this.calls = calls;
		this.attempts = new Attempts(calls, membership, waiters);
		this.waiters = waiters;
		this.unacknowledged = new Unacknowledged(calls, instance, terms.visibility());
	}

	/** Remove up to so many values, acknowledged in the same step. */
	List<T> poll(int max) {
		Entry late = this.late.poll();
		return (late != null) ? List.of(this.values.decode(late)) : decode(receive(max, true));
	}

	/** Up to the first that cannot be read; what follows is for the next receive. */
	private List<T> decode(List<Entry> entries) {
		List<T> values = new ArrayList<>(entries.size());
		for (Entry entry : entries) {
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

	private void keep(List<Entry> entries) {
		if (!entries.isEmpty()) {
			this.late.addAll(entries);
			this.waiters.event();
		}
	}

	/** Take a value that its receiver has to acknowledge. */
	@Nullable Received<T> take() {
		Entry late = this.late.poll();
		if (late != null) {
			return new LateValue(late);
		}
		List<Entry> entries;
		try {
			entries = receive(1, false);
		}
		catch (UnknownOutcomeException ex) { // what was taken is given back
			throw new ChannelUnavailableException(this.values.channel(),
					"Redis cannot be used, nothing was done: it has not answered", ex);
		}
		return entries.isEmpty() ? null
				: this.unacknowledged.add(entries.get(0), this.terms.maxDeliveries(), this.values::decode);
	}

	private List<Entry> receive(int max, boolean acknowledge) {
		long events = this.waiters.events();
		boolean claim = mayClaim();
		List<Object> answer = this.attempts.call(Script.RECEIVE, events,
				(late) -> receivedLate(Entry.of(late), acknowledge), Keys.bytes(this.terms.capacity()), Keys.bytes(max),
				this.instance, Keys.bytes(acknowledge ? "ack" : ""),
				Keys.bytes(claim ? this.terms.visibility().toMillis() : 0), this.calls.topic(),
				Keys.bytes(Unacknowledged.GIVEN_BACK.toMillis()), Keys.bytes(this.terms.pause().toMillis()));
		List<Entry> entries = Entry.of(answer);
		if (claim && !answer.get(1).equals(0L)) {
			claimSoon(); // there may be more
		}
		if (entries.isEmpty()) {
			this.waiters.foundNothing(events);
		}
		else if ((Long) answer.get(0) > 0) {
			this.waiters.passOn();
		}
		return entries;
	}

	private boolean mayClaim() {
		long next = this.nextClaim.get();
		long now = System.nanoTime();
		return now - next >= 0 && this.nextClaim.compareAndSet(next, now + this.terms.visibility().toNanos() / 4);
	}

	/** There is something to claim. */
	void claimSoon() {
		this.nextClaim.set(System.nanoTime());
	}

	private void receivedLate(List<Entry> entries, boolean acknowledged) {
		if (acknowledged) {
			keep(entries);
		}
		else if (!entries.isEmpty()) {
			this.unacknowledged.giveBackUndelivered(entries);
		}
	}

	/** Remove the head that was accepted before that many values of all. */
	@Nullable T discard(long end) {
		for (;;) {
			List<Object> answer = this.calls.call(Script.DISCARD, Keys.bytes(end), Keys.bytes(this.terms.capacity()),
					this.calls.topic());
			if (answer.isEmpty()) {
				return null;
			}
			try {
				return this.values.decode(new Entry("discarded", (byte[]) answer.get(0), 1));
			}
			catch (UnreadableValueException ex) {
				logger.error("A value was purged that cannot be passed to onDrop", ex);
			}
		}
	}

	/** Say that what was received is still being worked on. */
	void renewIfDue() {
		this.unacknowledged.renewIfDue();
	}

	/** The connection is back: what is in hand may be about to be claimed. */
	void renewSoon() {
		this.unacknowledged.renewSoon();
	}

	/** Return whether no value is kept here that a receiver has yet to get. */
	boolean isEmptyHere() {
		return this.late.isEmpty();
	}

	/** Give back what is in the hands of this instance. */
	void end() {
		this.unacknowledged.releaseAll();
		if (!this.late.isEmpty()) {
			Duration timeout = this.settings.commandTimeout();
			logger.error("Channel '" + this.values.channel() + "' loses " + this.late.size()
					+ " value(s) that Redis handed out later than after " + timeout
					+ ", when nobody received any more");
		}
	}

	/** A value that nobody else can get any more. */
	private final class LateValue implements Received<T> {

		private final Entry entry;

		private final AtomicBoolean done = new AtomicBoolean();

		LateValue(Entry entry) {
			this.entry = entry;
		}

		@Override
		public T value() {
			return Receiving.this.values.decode(this.entry);
		}

		@Override
		public int deliveries() {
			return 1;
		}

		@Override
		public int maxDeliveries() {
			return Receiving.this.terms.maxDeliveries();
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
