package io.backpressure.channel.spring.listener;

import java.time.Duration;
import java.util.List;

import io.backpressure.channel.CancellationSource;
import io.backpressure.channel.CancellationToken;
import io.backpressure.channel.ChannelCancelledException;
import io.backpressure.channel.ChannelClosedException;
import io.backpressure.channel.ChannelException;
import io.backpressure.channel.ChannelReceiver;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.ChannelTimeoutException.Limit;
import io.backpressure.channel.spring.support.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Main loop of one thread of a listener. Receives and delivers until the listener stops,
 * the channel is closed and drained, or the thread has been idle for too long.
 */
final class ReceiveLoop implements Runnable {

	/**
	 * Shortest idle time after which a thread ends while the listener has more threads
	 * than the lower bound. Checked when a receive times out.
	 */
	private static final Duration SHRINK_AFTER = Duration.ofSeconds(10);

	/** Delay of a thread between a failed receive and the next one. */
	private static final Duration REST = Duration.ofSeconds(1);

	/** Largest number of values of a batch that are received at once. */
	private static final int BATCH_STEP = 64;

	private final ListenerContainer listener;

	private final WorkerGroup group;

	private final Delivery delivery;

	private final Worker worker;

	private final ValuesInFlight inFlight = new ValuesInFlight();

	private final ListenerCounters counters;

	private final Intake intake;

	private final ChannelReceiver<?> receiver;

	private final boolean batch;

	private final ListenerSettings settings;

	private final FailureLog log;

	private final TimeSource time;

	/** Longest wait of one receive, or null to wait without limit. */
	private final @Nullable Duration receiveTimeout;

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
		this.time = group.time();
		this.receiveTimeout = receiveTimeout(this.settings);
	}

	private static @Nullable Duration receiveTimeout(ListenerSettings settings) {
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
				// continue
			}
		}
		finally {
			this.group.remove(this.worker);
			this.listener.threadEnded();
		}
	}

	/** Receive until the token of the group is cancelled. Returns whether to continue. */
	private boolean takeTurn() {
		try {
			if (!this.group.awaitTurn(this.worker)) {
				return false;
			}
			receiveUntilCancelled(this.group.token());
		}
		catch (Throwable ex) { // thrown by a custom channel, or out of memory
			this.log.error("cannot receive, and will retry", null, ex);
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
			catch (ChannelTimeoutException ex) { // of this receive or of the channel
				Duration waited = (this.receiveTimeout != null && ex.limit() == Limit.TOKEN) ? this.receiveTimeout
						: ex.timeout();
				this.listener.checkIdle(waited);
				idle = idle.plus(waited);
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
				// a stop sent the interrupt and cancels the token, or the interrupt was
				// meant for a call that has ended
			}
		}
	}

	private void receiveAndDeliver(CancellationToken token) throws InterruptedException {
		try {
			takeNext(token);
		}
		finally {
			if (!this.inFlight.isEmpty()) {
				this.delivery.deliver(this.inFlight, this.worker);
			}
		}
	}

	/**
	 * Take the next value or batch. Waits for a value, up to the receive timeout if there
	 * is one.
	 */
	private void takeNext(CancellationToken token) throws InterruptedException {
		this.inFlight.reserve(1);
		Object givenBack = this.counters.takeBack();
		if (givenBack != null) {
			this.inFlight.add(givenBack);
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
			throw new IllegalStateException(
					"Channel '" + this.listener.channelName() + "' (" + this.receiver.getClass().getName()
							+ ") returned null from receive. A receive must return a value or throw");
		}
		this.inFlight.add(received);
		this.counters.received();
	}

	private @Nullable Object receive(CancellationToken token) throws InterruptedException {
		return (this.receiveTimeout != null) ? receive(token, this.receiveTimeout) : this.receiver.receive(token);
	}

	private @Nullable Object receive(CancellationToken token, Duration timeout) throws InterruptedException {
		Object value = token.isCancelled() ? null : this.intake.poll(this.receiver);
		if (value != null) {
			return value;
		}
		long deadline = Deadline.after(timeout, this.time);
		for (;;) {
			Duration wait = Duration.ofNanos(Math.max(0, this.time.remaining(deadline)));
			try (CancellationSource source = CancellationSource.linkedTo(token, wait)) {
				return this.receiver.receive(source.token());
			}
			catch (ChannelTimeoutException ex) {
				if (ex.limit() != Limit.TOKEN || this.time.remaining(deadline) <= 0) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Gather a batch: first values that the listener has kept from before its last stop,
	 * then those that are buffered or arrive within the batch timeout. If gathering
	 * fails, the batch consists of the values gathered so far.
	 */
	private void gather(CancellationToken token) {
		long deadline = Deadline.after(this.settings.batchTimeout(), this.time);
		try {
			boolean more = true;
			while (more && this.inFlight.size() < this.settings.batchSize() && !token.isCancelled()) {
				int step = Math.min(BATCH_STEP, this.settings.batchSize() - this.inFlight.size());
				this.inFlight.reserve(step);
				Object givenBack = this.counters.takeBack();
				if (givenBack != null) {
					this.inFlight.add(givenBack);
				}
				else {
					more = receiveStep(step, deadline, token);
				}
			}
		}
		catch (ChannelException ex) {
			// time is up, the token is cancelled, or the next receive throws this again
		}
		catch (InterruptedException ex) {
			if (this.worker.isAborted()) {
				Thread.currentThread().interrupt(); // so that the call sees the interrupt
			}
		}
		catch (Throwable ex) {
			this.log.error("could not gather a whole batch from channel '%s'", null, ex);
		}
	}

	/** Receive a part of a batch, and return whether to continue. */
	private boolean receiveStep(int step, long deadline, CancellationToken token) throws InterruptedException {
		long remaining = this.time.remaining(deadline);
		List<?> values = this.receiver.receiveBatch(step, Duration.ofNanos(Math.max(0, remaining)), token);
		values.forEach(this::add);
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		return values.size() == step || (remaining > 0 && this.time.remaining(deadline) > 0);
	}

	/** Creates the loop of a thread. */
	@FunctionalInterface
	interface Factory {

		Runnable create(Worker worker);

	}

}
