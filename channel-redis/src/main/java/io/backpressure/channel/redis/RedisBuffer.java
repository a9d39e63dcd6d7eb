package io.backpressure.channel.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.Received;
import io.backpressure.channel.Registration;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedBuffer;
import io.backpressure.channel.SharedChannel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Buffer of a channel as a stream in Redis, whose entries are the values. The entries
 * that are pending in the consumer group are received but not acknowledged. The other
 * entries are buffered.
 *
 * @param <T> the type of the values
 */
final class RedisBuffer<T> implements SharedBuffer<T>, RedisLink.Subscriber {

	/*
	 * Size. An entry is deleted in the step that acknowledges it, so the number of
	 * entries minus the number of pending ones is the number of values not yet received.
	 * This difference is the size that the capacity bounds. There is no separate counter.
	 *
	 * Steps. Each operation is one script, which Redis executes atomically. A script that
	 * sends or receives is not run again if no reply comes. Waits are local (see
	 * Waiters). The scripts publish an event when a full channel has room again, and when
	 * an empty one has a value.
	 */

	private static final Log logger = LogFactory.getLog(RedisBuffer.class);

	private final String channel;

	private final RedisLink link;

	private final ScriptRunner scripts;

	private final RejectedScripts rejections;

	private final Membership membership;

	private final CloseState closing;

	private final Waiters senders = new Waiters();

	private final Waiters receivers = new Waiters();

	private final Waiters drained = new Waiters();

	private final SendSide<T> sending;

	private final ReceiveSide<T> receiving;

	private final AtomicBoolean detached = new AtomicBoolean();

	RedisBuffer(String channel, int capacity, BackpressureStrategy strategy, ValueCodec<T> codec, RedisLink link,
			RedisChannelSettings settings, String instance) {
		this.channel = channel;
		this.link = link;
		SharedSettings shared = new SharedSettings(capacity, strategy, settings.visibilityTimeout(),
				settings.maxDeliveries());
		this.rejections = new RejectedScripts(channel, link.server());
		this.scripts = new ScriptRunner(channel, Keys.of(settings.keyPrefix(), channel, link.database()), link,
				settings.commandTimeout(), this.rejections);
		this.membership = new Membership(channel, shared, Keys.bytes(instance), this.scripts, this.rejections);
		this.closing = new CloseState(this::wakeAll);
		ChannelCodec<T> values = new ChannelCodec<>(channel, codec);
		this.sending = new SendSide<>(shared, values, this.scripts, this.membership, this.closing, this.senders);
		this.receiving = new ReceiveSide<>(shared, settings, Keys.bytes(instance), values, this.scripts,
				this.membership, this.receivers);
	}

	/**
	 * Open the channel and join it.
	 * @throws RedisTransportException if other running instances have other settings, or
	 * Redis rejects the operation or does not reply
	 */
	void open() {
		boolean closed;
		this.link.subscribe(this.scripts.topic(), this);
		try {
			closed = this.membership.join();
		}
		catch (RuntimeException ex) {
			this.link.unsubscribe(this.scripts.topic());
			throw ex;
		}
		if (closed) {
			logger.warn("Channel '" + this.channel + "' is closed: to open it again, drain it, stop all instances, and"
					+ " start one");
			this.closing.closedHere();
		}
	}

	@Override
	public SendResult offer(T value) {
		return this.sending.offer(value);
	}

	@Override
	public SendResult offerEvicting(T value, Consumer<? super T> evicted) {
		return this.sending.offerEvicting(value, evicted);
	}

	@Override
	public List<T> poll(int max) {
		List<T> values = this.detached.get() ? List.of() : this.receiving.poll(max);
		received(!values.isEmpty());
		return values;
	}

	@Override
	public @Nullable Received<T> take() {
		Received<T> received = this.detached.get() ? null : this.receiving.take();
		received(received != null);
		return received;
	}

	/**
	 * Wake up the threads that wait until the channel is drained, since its last value
	 * may have been received.
	 */
	private void received(boolean any) {
		if (any && isClosed() && this.receiving.isEmptyHere()) {
			this.drained.wakeAll();
		}
	}

	@Override
	public @Nullable T discard(long end) {
		return this.receiving.discard(end);
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
	public Registration onRoom(Runnable wake) {
		return this.senders.join(wake, isClosed());
	}

	@Override
	public Registration onValue(Runnable wake, boolean unacknowledged) {
		return this.receivers.join(wake, false);
	}

	@Override
	public void awaitDrained(long nanos) throws InterruptedException {
		long events = this.drained.events();
		if (!isKnownToBeDrained()) {
			this.drained.foundNothing(events);
			this.drained.await(nanos, CancellationToken.NONE);
		}
	}

	private boolean isKnownToBeDrained() {
		try {
			return isDrained(false);
		}
		catch (ChannelException ex) {
			return false; // the next event or tick wakes up the thread to check again
		}
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
				this.receiving.claimSoon();
				this.receivers.event();
			}
			case "closed" -> this.closing.closedElsewhere();
			default -> logger.debug("Unknown event '" + event + "': another instance may run a newer release");
		}
	}

	@Override
	public void onConnectionChange() {
		this.membership.beatSoon();
		this.receiving.renewSoon();
		wakeAll();
	}

	private void wakeAll() {
		this.senders.wakeAll();
		this.receivers.wakeAll();
		this.drained.wakeAll();
	}

	@Override
	public void onTick() {
		if (this.senders.size() > 0) {
			this.senders.event();
		}
		if (this.receivers.size() > 0) {
			this.receivers.event();
		}
		this.drained.wakeAll();
		if (this.link.isConnected()) {
			this.receiving.renewIfDue();
			this.membership.beatIfDue();
		}
	}

	// Closing

	@Override
	public void close() {
		if (!this.detached.get()) {
			this.scripts.call(Script.CLOSE, this.scripts.topic());
		}
		this.closing.closedHere();
	}

	@Override
	public void detach() {
		if (this.detached.compareAndSet(false, true)) {
			this.closing.closedHere();
			this.link.unsubscribe(this.scripts.topic());
			this.receiving.end();
			this.membership.leave();
		}
	}

	@Override
	public boolean isClosed() {
		return this.closing.isClosed();
	}

	@Override
	public boolean isDrained(boolean unacknowledged) {
		if (this.detached.get()) {
			return isClosed();
		}
		if (!isClosed()) { // read before the totals: an open channel still gets values
			return false;
		}
		SharedChannel.Totals totals = totals();
		return totals.size() == 0 && this.receiving.isEmptyHere() && (!unacknowledged || totals.unacknowledged() == 0);
	}

	@Override
	public void onClose(Runnable action) {
		this.closing.onClose(action);
	}

	@Override
	public @Nullable String refusal() {
		return this.rejections.reason();
	}

	@Override
	public SharedChannel.Totals totals() {
		List<Object> reply = this.scripts.call(Script.TOTALS);
		if (reply.get(5).equals(1L) && !isClosed()) {
			this.closing.closedElsewhere(); // the event "closed" was lost
		}
		return new SharedChannel.Totals((Long) reply.get(0), (Long) reply.get(1), (Long) reply.get(2),
				Math.toIntExact((Long) reply.get(3)), Math.toIntExact((Long) reply.get(4)));
	}

	@Override
	public String toString() {
		return "RedisBuffer[" + this.channel + "]";
	}

}
