package io.backpressure.channel.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.Received;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.SharedBuffer;
import io.backpressure.channel.SharedChannel;
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
	 */

	private static final Log logger = LogFactory.getLog(RedisBuffer.class);

	private final String channel;

	private final RedisLink link;

	private final Calls calls;

	private final Refusals refusals;

	private final Membership membership;

	private final Closing closing;

	private final Waiters senders = new Waiters();

	private final Waiters receivers = new Waiters();

	private final Sending<T> sending;

	private final Receiving<T> receiving;

	private final AtomicBoolean detached = new AtomicBoolean();

	RedisBuffer(String channel, int capacity, BackpressureStrategy strategy, ValueCodec<T> codec, RedisLink link,
			RedisChannelSettings settings, String instance) {
		this.channel = channel;
		this.link = link;
		Terms terms = new Terms(capacity, strategy, settings.visibilityTimeout(), settings.maxDeliveries());
		this.refusals = new Refusals(channel, link.server());
		this.calls = new Calls(channel, Keys.of(settings.keyPrefix(), channel, link.database()), link,
				settings.commandTimeout(), this.refusals);
		this.membership = new Membership(channel, terms, Keys.bytes(instance), this.calls, this.refusals);
		this.closing = new Closing(this::wakeAll);
		Values<T> values = new Values<>(channel, codec);
		this.sending = new Sending<>(terms, values, this.calls, this.membership, this.closing, this.senders);
		this.receiving = new Receiving<>(terms, settings, Keys.bytes(instance), values, this.calls, this.membership,
				this.receivers);
	}

	/**
	 * Take part in the channel.
	 * @throws RedisTransportException if other instances that run have other settings, or
	 * Redis refuses it
	 */
	void open() {
		boolean closed;
		this.link.subscribe(this.calls.topic(), this);
		try {
			closed = this.membership.join();
		}
		catch (RuntimeException ex) {
			this.link.unsubscribe(this.calls.topic());
			throw ex;
		}
		if (closed) {
			logger.warn("Channel '" + this.channel + "' was closed and is not drained: it takes no values until it is,"
					+ " and is opened by the first instance that starts after that");
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
		return this.detached.get() ? List.of() : this.receiving.poll(max);
	}

	@Override
	public @Nullable Received<T> take() {
		return this.detached.get() ? null : this.receiving.take();
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
			default -> logger.debug("Unknown event '" + event + "': there may be a newer release among the instances");
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
			this.receiving.renewIfDue();
			this.membership.beatIfDue();
		}
	}

	// Closing

	@Override
	public void close() {
		if (!this.detached.get()) {
			this.calls.call(Script.CLOSE, this.calls.topic());
		}
		this.closing.closedHere();
	}

	@Override
	public void detach() {
		if (this.detached.compareAndSet(false, true)) {
			this.closing.closedHere();
			this.link.unsubscribe(this.calls.topic());
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
		if (!isClosed()) { // asked once: it may be closed at the next instant
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
		return this.refusals.reason();
	}

	@Override
	public SharedChannel.Totals totals() {
		List<Object> answer = this.calls.call(Script.TOTALS);
		if (answer.get(5).equals(1L) && !isClosed()) {
			this.closing.closedElsewhere(); // its event was lost
		}
		return new SharedChannel.Totals((Long) answer.get(0), (Long) answer.get(1), (Long) answer.get(2),
				Math.toIntExact((Long) answer.get(3)), Math.toIntExact((Long) answer.get(4)));
	}

	@Override
	public String toString() {
		return "RedisBuffer[" + this.channel + "]";
	}

}
