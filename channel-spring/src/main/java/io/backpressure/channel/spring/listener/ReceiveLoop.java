package io.backpressure.channel.spring.listener;

import java.time.Duration;

import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelCancelledException;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.ChannelTimeoutException.Limit;
import org.jspecify.annotations.Nullable;

/**
 * The work of one thread of a listener: to receive and deliver until the listener stops,
 * the channel is closed and drained, or there is too little to do.
 */
final class ReceiveLoop implements Runnable {

	/** How long a thread above the lower bound stays without anything to do. */
	private static final Duration SHRINK_AFTER = Duration.ofSeconds(10);

	/** How long a thread that cannot receive rests. */
	private static final Duration REST = Duration.ofSeconds(1);

	private final ListenerContainer listener;

	private final WorkerGroup group;

	private final Delivery delivery;

	private final Worker worker;

	private final InHand inHand = new InHand();

	private final ListenerCounters counters;

	private final Intake intake;

	private final ChannelReceiver<?> receiver;

	private final boolean batch;

	private final ListenerSettings settings;

	private final FailureLog log;

	/** How long to wait for a value at a time, or null for ever. */
	private final @Nullable Duration patience;

	ReceiveLoop(ListenerContainer listener, WorkerGroup group, Delivery delivery, Worker worker) {
		this.listener = listener;
		this.group = group;
		this.delivery = delivery;
		this.worker = worker;
		this.counters = listener.counters();
		this.intake = listener.intake();
		this.receiver = this.intake.receiver();
		this.batch = listener.isBatch();
		this.settings = listener.settings();
		this.log = listener.log();
		this.patience = patience(this.settings);
	}

	private static @Nullable Duration patience(ListenerSettings settings) {
		if (!settings.idleInterval().isZero()) {
			return settings.idleInterval();
		}
		return settings.concurrency().isFixed() ? null : SHRINK_AFTER;
	}

	@Override
	public void run() {
		this.worker.bind();
		try {
			while (takeTurn()) {
				// one more
			}
		}
		finally {
			this.group.remove(this.worker);
			this.listener.threadEnded();
		}
	}

	/** Return whether to go on. */
	private boolean takeTurn() {
		try {
			if (!this.group.awaitTurn(this.worker)) {
				return false;
			}
			receiveUntilCancelled(this.group.token());
		}
		catch (Throwable ex) { // from a foreign channel, or for want of memory
			this.log.error("cannot receive, and tries again", null, ex);
			this.group.rest(this.worker, REST);
		}
		return true;
	}

	private void receiveUntilCancelled(CancellationToken token) {
		Duration idle = Duration.ZERO;
		while (!token.isCancelled()) {
			try {
				receiveAndDeliver(token);
				idle = Duration.ZERO;
			}
			catch (ChannelTimeoutException ex) { // ours, or the channel's own
				this.listener.checkIdle();
				idle = idle.plus((this.patience != null && ex.limit() == Limit.TOKEN) ? this.patience : ex.timeout());
				if (idle.compareTo(SHRINK_AFTER) >= 0
						&& this.group.removeIfMoreThan(this.settings.concurrency().min(), this.worker)) {
					return;
				}
			}
			catch (ChannelCancelledException ex) {
				if (!token.isCancelled()) {
					throw ex;
				}
			}
			catch (ChannelClosedException ex) {
				this.group.drained();
			}
			catch (InterruptedException ex) {
				// by a stop, which has cancelled the token, or meant for an earlier call
			}
		}
	}

	private void receiveAndDeliver(CancellationToken token) throws InterruptedException {
		try {
			takeInHand(token);
		}
		finally {
			if (!this.inHand.isEmpty()) {
				this.delivery.deliver(this.inHand, this.worker);
			}
		}
	}

	/** Wait for the next value or batch, or for as long as the patience lasts. */
	private void takeInHand(CancellationToken token) throws InterruptedException {
		this.inHand.reserve();
		Object givenBack = this.counters.takeBack();
		if (givenBack != null) {
			this.inHand.add(givenBack);
		}
		else {
			add(receive(token));
		}
		if (this.batch) {
			gather(token);
		}
	}

	private void add(@Nullable Object received) {
		if (received == null) {
			throw new IllegalStateException("Channel '" + this.listener.channelName() + "' ("
					+ this.receiver.getClass().getName() + ") has returned null from receive, which it must not");
		}
		this.inHand.add(received);
		this.counters.received();
	}

	private @Nullable Object receive(CancellationToken token) throws InterruptedException {
		return (this.patience != null) ? receive(token, this.patience) : this.receiver.receive(token);
	}

	private @Nullable Object receive(CancellationToken token, Duration timeout) throws InterruptedException {
		Object value = token.isCancelled() ? null : this.intake.poll(this.receiver);
		if (value != null) {
			return value;
		}
		try (CancellationSource source = CancellationSource.linkedTo(token, timeout)) {
			return this.receiver.receive(source.token());
		}
	}

	/**
	 * Gather what is there, or comes within the batch timeout; what was given back comes
	 * before that. Whatever goes wrong, what has been gathered is the batch.
	 */
	private void gather(CancellationToken token) {
		long start = System.nanoTime();
		try {
			while (this.inHand.size() < this.settings.batchSize() && !token.isCancelled()) {
				this.inHand.reserve();
				Object next = this.counters.takeBack();
				if (next != null) {
					this.inHand.add(next);
					continue;
				}
				next = this.receiver.tryReceive();
				if (next == null) {
					Duration remaining = this.settings.batchTimeout().minusNanos(System.nanoTime() - start);
					if (remaining.isNegative() || remaining.isZero()) {
						return;
					}
					next = receive(token, remaining);
				}
				add(next);
			}
		}
		catch (ChannelException ex) {
			// timed out, or the next receive throws it again
		}
		catch (InterruptedException ex) {
			if (this.worker.isAborted()) {
				Thread.currentThread().interrupt(); // for the listener
			}
		}
		catch (Throwable ex) {
			this.log.error("could not gather a whole batch from channel '%s'", null, ex);
		}
	}

	/** Creates the work of a thread. */
	@FunctionalInterface
	interface Factory {

		Runnable create(Worker worker);

	}

}
