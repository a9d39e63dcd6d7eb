package io.backpressure.channel.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.Received;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedBuffer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of a channel as a stream in Redis: its entries are the values, those that a
 * consumer group has pending are received and not acknowledged, the others are buffered.
 *
 * @param <T> the type of the values
 */
final class RedisBuffer<T> implements SharedBuffer<T>, RedisLink.Subscriber {

	/*
	 * Size. An acknowledged entry is deleted in the same step, so entries minus pending
	 * ones are those that nobody has received. That difference is the size that the
	 * capacity bounds, and no counter can drift from it.
	 *
	 * Steps. Each operation is one script, atomic in Redis, that is asked for with one
	 * call and never repeated if its answer does not come.
	 *
	 * Waits are local (Waiters); Redis publishes the edges from full and from empty.
	 *
	 * Redelivery. Pending entries have been idle since they were delivered or renewed. At
	 * most every quarter of the visibility timeout, whether the channel is busy or not, a
	 * receive first looks for one that has been idle for all of it.
	 */

	private static final Log logger = LogFactory.getLog(RedisBuffer.class);

	private static final Duration HEARTBEAT = Duration.ofSeconds(3);

	/** An instance not seen for that long is taken for dead. */
	private static final Duration DEAD_AFTER = Duration.ofSeconds(12);

	private static final Duration FORGET_CONSUMER_AFTER = Duration.ofMinutes(10);

	private final String channel;

	private final int capacity;

	private final BackpressureStrategy strategy;

	private final RedisLink link;

	private final ValueCodec<T> codec;

	private final RedisChannelSettings settings;

	private final Keys keys;

	private final Calls calls;

	private final byte[] instance;

	private final Waiters senders = new Waiters();

	private final Waiters receivers = new Waiters();

	private final Unacknowledged unacknowledged;

	/** Gone from Redis, but not yet handed to a receiver. */
	private final Queue<Entry> late = new ConcurrentLinkedQueue<>();

	private final AtomicLong nextClaim = new AtomicLong(System.nanoTime());

	private final CancellationSource closeActions = CancellationSource.create();

	private volatile boolean closed;

	private final AtomicBoolean detached = new AtomicBoolean();

	private volatile long nextHeartbeat = System.nanoTime();

	RedisBuffer(String channel, int capacity, BackpressureStrategy strategy, ValueCodec<T> codec, RedisLink link,
			RedisChannelSettings settings, String instance) {
		this.channel = channel;
		this.capacity = capacity;
		this.strategy = strategy;
		this.codec = codec;
		this.link = link;
		this.settings = settings;
		this.instance = Keys.bytes(instance);
		this.keys = Keys.of(settings.keyPrefix(), channel);
		this.calls = new Calls(channel, link, settings.commandTimeout());
		this.unacknowledged = new Unacknowledged(this.calls, this.keys, this.instance, settings.visibilityTimeout());
	}

	/**
	 * Take part in the channel.
	 * @throws RedisTransportException if other instances that run have it otherwise, or
	 * Redis refuses it
	 */
	void open() {
		this.link.subscribe(this.keys.topic(), this);
		List<Object> answer;
		try {
			answer = this.calls.call(Script.OPEN,
					new byte[][] { this.keys.stream(), this.keys.meta(), this.keys.instances() },
					Keys.bytes(this.capacity), Keys.bytes(this.strategy), this.instance,
					Keys.bytes(DEAD_AFTER.toMillis()));
		}
		catch (ChannelException ex) {
			this.link.unsubscribe(this.keys.topic());
			throw new RedisTransportException(ex.getMessage() + ".",
					"Channel '" + this.channel
							+ "' was not opened, and the application not started: start it again when this is mended.",
					ex);
		}
		if (Keys.text(answer.get(0)).equals("DIFFERENT")) {
			this.link.unsubscribe(this.keys.topic());
			throw new RedisTransportException(
					"Channel '" + this.channel + "' has a capacity of " + Keys.text(answer.get(1)) + " and strategy "
							+ Keys.text(answer.get(2)) + " in " + answer.get(3) + " running instance(s), but "
							+ this.capacity + " and " + this.strategy + " here.",
					"Set backpressure.channels." + this.channel
							+ " to the same in all instances, or stop the others first.",
					null);
		}
		if (answer.get(1).equals(1L)) {
			logger.warn("Channel '" + this.channel + "' was closed and is not drained: it takes no values until it is,"
					+ " and is opened by the first instance that starts after that");
			this.closed = true;
			this.closeActions.cancel();
		}
	}

	// Sending

	@Override
	public SendResult offer(T value) {
		return send(value, (this.strategy == BackpressureStrategy.DROP) ? "drop" : "keep", (evicted) -> {
		});
	}

	@Override
	public SendResult offerEvicting(T value, Consumer<? super T> evicted) {
		return send(value, "evict", evicted);
	}

	private SendResult send(T value, String ifFull, Consumer<? super T> evicted) {
		byte[] bytes = encode(value);
		if (isClosed()) {
			return SendResult.CLOSED;
		}
		long events = this.senders.events();
		List<Object> answer;
		try {
			answer = this.calls.call(Script.SEND, both(), bytes, Keys.bytes(this.capacity), Keys.bytes(ifFull),
					this.keys.topic());
		}
		catch (ChannelUnavailableException ex) {
			this.senders.foundNothing(events);
			throw ex;
		}
		catch (BrokenChannelException ex) {
			this.senders.passOn(); // all that wait are to be told
			throw ex;
		}
		return switch (Keys.text(answer.get(0))) {
			case "SENT" -> {
				if ((Long) answer.get(1) < this.capacity) {
					this.senders.passOn();
				}
				if (answer.size() > 2 && answer.get(2) instanceof byte[] oldest) {
					tellEvicted(oldest, evicted);
				}
				yield SendResult.SENT;
			}
			case "FULL" -> {
				this.senders.foundNothing(events);
				yield SendResult.FULL;
			}
			default -> {
				closedElsewhere();
				yield SendResult.CLOSED;
			}
		};
	}

	private byte[] encode(T value) {
		try {
			return this.codec.encode(value);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("Channel '" + this.channel + "' cannot write a value of "
					+ value.getClass().getName() + ": " + ex.getMessage(), ex);
		}
	}

	private void tellEvicted(byte[] bytes, Consumer<? super T> evicted) {
		T value;
		try {
			value = this.codec.decode(bytes);
		}
		catch (RuntimeException ex) {
			logger.error(
					"Channel '" + this.channel + "' dropped a value of " + bytes.length + " bytes that cannot be read",
					ex);
			return;
		}
		evicted.accept(value);
	}

	// Receiving

	@Override
	public List<T> poll(int max) {
		Entry late = this.late.poll();
		return (late != null) ? List.of(decode(late)) : decode(receive(max, true));
	}

	/** Up to the first that cannot be read; what follows is for the next receive. */
	private List<T> decode(List<Entry> entries) {
		List<T> values = new ArrayList<>(entries.size());
		for (Entry entry : entries) {
			try {
				values.add(decode(entry));
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
			this.receivers.event();
		}
	}

	@Override
	public @Nullable Received<T> take() {
		List<Entry> entries;
		try {
			entries = receive(1, false);
		}
		catch (UnknownOutcomeException ex) { // if something was taken, it comes again
			throw new ChannelUnavailableException(this.channel, "it has not answered", ex);
		}
		return entries.isEmpty() ? null
				: this.unacknowledged.add(entries.get(0), this.settings.maxDeliveries(), this::decode);
	}

	private List<Entry> receive(int max, boolean acknowledge) {
		if (this.detached.get()) {
			return List.of();
		}
		long events = this.receivers.events();
		boolean claim = mayClaim();
		List<Object> answer;
		try {
			answer = this.calls.call(Script.RECEIVE, (late) -> receivedLate(late, acknowledge), both(),
					Keys.bytes(this.capacity), Keys.bytes(max), this.instance, Keys.bytes(acknowledge ? "ack" : ""),
					Keys.bytes(claim ? this.settings.visibilityTimeout().toMillis() : 0), this.keys.topic());
		}
		catch (ChannelUnavailableException ex) {
			this.receivers.foundNothing(events);
			throw ex;
		}
		catch (BrokenChannelException ex) {
			this.receivers.passOn(); // all that wait are to be told
			throw ex;
		}
		List<Entry> entries = Entry.of(answer);
		if (claim && !answer.get(1).equals(0L)) {
			this.nextClaim.set(System.nanoTime()); // there may be more
		}
		if (entries.isEmpty()) {
			this.receivers.foundNothing(events);
		}
		else if ((Long) answer.get(0) > 0) {
			this.receivers.passOn();
		}
		return entries;
	}

	private boolean mayClaim() {
		long next = this.nextClaim.get();
		long now = System.nanoTime();
		return now - next >= 0
				&& this.nextClaim.compareAndSet(next, now + this.settings.visibilityTimeout().toNanos() / 4);
	}

	/**
	 * Redis has answered after the caller was told that it had not. What is not
	 * acknowledged is redelivered after the visibility timeout; the rest is in our hands.
	 */
	private void receivedLate(List<Object> answer, boolean acknowledged) {
		if (acknowledged) {
			keep(Entry.of(answer));
		}
	}

	private T decode(Entry entry) {
		try {
			return this.codec.decode(entry.bytes());
		}
		catch (RuntimeException ex) {
			throw new UnreadableValueException(this.channel, entry.id(), entry.bytes(), ex);
		}
	}

	@Override
	public @Nullable T discard(long end) {
		List<Object> answer = this.calls.call(Script.DISCARD, both(), Keys.bytes(end), Keys.bytes(this.capacity),
				this.keys.topic());
		return answer.isEmpty() ? null : decode(new Entry("discarded", (byte[]) answer.get(0), 1));
	}

	// Waiting

	@Override
	public void awaitRoom(long nanos, CancellationToken token) throws InterruptedException {
		if (!isClosed()) {
			this.senders.await(nanos, token);
		}
	}

	@Override
	public void awaitValue(long nanos, CancellationToken token, boolean unacknowledged) throws InterruptedException {
		this.receivers.await(nanos, token);
	}

	@Override
	public int waitingSenders() {
		return this.senders.size();
	}

	@Override
	public int waitingReceivers() {
		return this.receivers.size();
	}

	@Override
	public void onEvent(String event) {
		switch (event) {
			case "room" -> this.senders.event();
			case "value" -> this.receivers.event();
			case "released" -> {
				this.nextClaim.set(System.nanoTime());
				this.receivers.event();
			}
			case "closed" -> closedElsewhere();
			default -> logger.debug("Unknown event '" + event + "': there may be a newer release among the instances");
		}
	}

	@Override
	public void onConnectionChange() {
		wakeAll();
	}

	private void wakeAll() {
		this.senders.wakeAll();
		this.receivers.wakeAll();
	}

	@Override
	public void onTick() {
		if (this.senders.size() > 0) {
			this.senders.event();
		}
		if (this.receivers.size() > 0) {
			this.receivers.event();
		}
		if (this.link.isConnected()) {
			this.unacknowledged.renewIfDue();
			long now = System.nanoTime();
			if (now - this.nextHeartbeat >= 0 && !this.detached.get()) {
				this.nextHeartbeat = now + HEARTBEAT.toNanos();
				this.calls.tell(Script.HEARTBEAT, new byte[][] { this.keys.stream(), this.keys.instances() },
						this.instance, this.instance, Keys.bytes(FORGET_CONSUMER_AFTER.toMillis()));
			}
		}
	}

	// Closing

	@Override
	public void close() {
		if (!this.detached.get()) {
			this.calls.call(Script.CLOSE, new byte[][] { this.keys.meta() }, this.keys.topic());
		}
		closedHere();
	}

	private void closedHere() {
		this.closed = true;
		wakeAll();
		this.closeActions.cancel();
	}

	/** Not on this thread, which may be the client's: the actions are not ours. */
	private void closedElsewhere() {
		this.closed = true;
		wakeAll();
		this.link.execute(this.closeActions::cancel);
	}

	@Override
	public void detach() {
		if (this.detached.compareAndSet(false, true)) {
			closedHere();
			this.link.unsubscribe(this.keys.topic());
			this.unacknowledged.releaseAll();
			leave();
			if (!this.late.isEmpty()) {
				logger.error("Channel '" + this.channel + "' loses " + this.late.size()
						+ " value(s) that Redis handed out to a receive that had given up");
			}
		}
	}

	/** Answered after all that was told before, acknowledgements for example. */
	private void leave() {
		try {
			this.calls.call(Script.LEAVE, new byte[][] { this.keys.stream(), this.keys.instances() }, this.instance,
					this.instance);
		}
		catch (ChannelException ex) {
			logger.warn("Left channel '" + this.channel + "' without telling the other instances, which find out in "
					+ DEAD_AFTER.toSeconds() + " s: " + ex.getMessage());
		}
	}

	@Override
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public boolean isDrained(boolean unacknowledged) {
		if (this.detached.get()) {
			return isClosed();
		}
		if (!isClosed()) { // asked once: it may be closed at the next instant
			return false;
		}
		Totals totals = totals();
		return totals.size() == 0 && this.late.isEmpty() && (!unacknowledged || totals.unacknowledged() == 0);
	}

	@Override
	public void onClose(Runnable action) {
		this.closeActions.token().onCancel(action);
	}

	@Override
	public Totals totals() {
		List<Object> answer = this.calls.call(Script.TOTALS, both());
		if (answer.get(5).equals(1L) && !isClosed()) {
			closedElsewhere(); // its event was lost
		}
		return new Totals((Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2),
				Math.toIntExact((Long) answer.get(3)), Math.toIntExact((Long) answer.get(4)));
	}

	private byte[][] both() {
		return new byte[][] { this.keys.stream(), this.keys.meta() };
	}

	@Override
	public String toString() {
		return "RedisBuffer[" + this.channel + "]";
	}

}
