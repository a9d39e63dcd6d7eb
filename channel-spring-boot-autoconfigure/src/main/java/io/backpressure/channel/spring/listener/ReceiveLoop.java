package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelCancelledException;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.ChannelTimeoutException.Limit;
import io.backpressure.channel.Received;
import io.backpressure.channel.spring.propagation.CarriedValue;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What each thread of a listener does: receive, deliver, and so on until its session
 * ends, the channel is closed and drained, or there is too little to do.
 */
final class ReceiveLoop implements Runnable {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final ListenerContainer listener;

	private final Session session;

	private final ChannelReceiver<?> channel;

	private final ListenerSettings settings;

	/** How long to wait for a value before looking around, or null for ever. */
	private final @Nullable Duration patience;

	ReceiveLoop(ListenerContainer listener, Session session) {
		this.listener = listener;
		this.session = session;
		this.channel = listener.source();
		this.settings = listener.settings();
		this.patience = patience(this.settings);
	}

	private static @Nullable Duration patience(ListenerSettings settings) {
		if (!settings.idleInterval().isZero()) {
			return settings.idleInterval();
		}
		return settings.concurrency().isFixed() ? null : ListenerContainer.SHRINK_AFTER;
	}

	@Override
	public void run() {
		this.session.enter();
		boolean left = false;
		while (!left && this.session.awaitTurn()) {
			try {
				left = receiveUntilTold();
			}
			catch (RuntimeException | Error ex) { // of a channel that is not ours
				logger.error("Listener '" + this.listener.id() + "' cannot receive, and tries again", ex);
				this.session.rest(ListenerContainer.REST);
			}
		}
		if (!left) {
			this.session.leave();
		}
	}

	/** Return whether this thread has left because there is too little to do. */
	private boolean receiveUntilTold() {
		CancellationToken token = this.session.token();
		Duration idle = Duration.ZERO;
		for (;;) {
			try {
				Object value = next(token);
				idle = Duration.ZERO;
				handle(value, token);
				if (this.session.isAborted()) {
					return false;
				}
			}
			catch (ChannelTimeoutException ex) { // ours, or the channel's own
				this.listener.lookIdle();
				idle = idle.plus((this.patience != null && ex.limit() == Limit.TOKEN) ? this.patience : ex.timeout());
				if (idle.compareTo(ListenerContainer.SHRINK_AFTER) >= 0
						&& this.session.leaveIfMoreThan(this.settings.concurrency().min())) {
					return true;
				}
			}
			catch (ChannelCancelledException ex) {
				return false;
			}
			catch (ChannelClosedException ex) {
				this.session.end();
				return false;
			}
			catch (InterruptedException ex) {
				if (this.session.isAborted()) {
					return false;
				}
			}
		}
	}

	/** Wait for the next value, or for as long as the patience lasts. */
	private Object next(CancellationToken token) throws InterruptedException {
		Object givenBack = token.isCancelled() ? null : this.listener.account().takeBack();
		if (givenBack != null) {
			return givenBack;
		}
		Object value = inHand(receive(token));
		this.listener.account().received(1);
		this.listener.growIfBehind(this.session);
		return value;
	}

	private Object inHand(Object received) {
		return this.listener.isShared() ? new SharedValue(this.listener.channelName(), (Received<?>) received)
				: received;
	}

	private Object receive(CancellationToken token) throws InterruptedException {
		return (this.patience != null) ? receive(token, this.patience) : this.channel.receive(token);
	}

	private Object receive(CancellationToken token, Duration timeout) throws InterruptedException {
		Object value = (token.isCancelled() || this.listener.isShared()) ? null : this.channel.tryReceive();
		if (value != null) {
			return value;
		}
		try (CancellationSource source = CancellationSource.linkedTo(token, timeout)) {
			return this.channel.receive(source.token());
		}
	}

	private void handle(Object value, CancellationToken token) {
		this.listener.account().begin();
		try {
			deliver(value, token);
		}
		finally {
			this.listener.account().end();
		}
	}

	private void deliver(Object value, CancellationToken token) {
		Delivery delivery = this.listener.delivery();
		if (this.listener.isBatch()) {
			delivery.batch(gather(value, token), this.session);
		}
		else if (value instanceof CarriedValue<?> carried) {
			carried.run(() -> delivery.value(carried.value(), this.session));
		}
		else {
			delivery.value(value, this.session);
		}
	}

	/**
	 * Gather what is there, or comes within the batch timeout; what a stop has given back
	 * comes before that.
	 */
	private List<Object> gather(Object first, CancellationToken token) {
		List<Object> batch = new ArrayList<>();
		batch.add(CarriedValue.unwrap(first));
		long start = System.nanoTime();
		try {
			while (batch.size() < this.settings.batchSize()) {
				Object next = this.listener.account().takeBack();
				if (next != null) {
					batch.add(CarriedValue.unwrap(next));
					continue;
				}
				next = this.channel.tryReceive();
				if (next == null) {
					Duration remaining = this.settings.batchTimeout().minusNanos(System.nanoTime() - start);
					if (remaining.isNegative() || remaining.isZero()) {
						break;
					}
					next = receive(token, remaining);
				}
				this.listener.account().received(1);
				batch.add(CarriedValue.unwrap(inHand(next)));
			}
		}
		catch (RuntimeException ex) {
			// the batch is what there is; another receive tells what is wrong
		}
		catch (InterruptedException ex) {
			// seen by the listener, or by the next receive
			Thread.currentThread().interrupt();
		}
		return batch;
	}

}
