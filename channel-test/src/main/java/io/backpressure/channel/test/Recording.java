package io.backpressure.channel.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.BackpressureStrategy;
import io.backpressure.channel.SendResult;

/**
 * Record of the values that have passed through one channel since the test began. Also
 * counts sends in progress and received values. Thread-safe.
 */
final class Recording implements BackpressureChannel.Observer<Object> {

	/*
	 * Listeners receive from the recorded channel directly, and count the values that
	 * they receive. Other receivers use its RecordingChannel, which counts their values
	 * here. So every received value has reached its receiver if the counts of the
	 * listeners and the count of this object add up to the receive count of the channel.
	 */

	/** Longest wait for sends to return. */
	private static final Duration LIMIT = Duration.ofSeconds(5);

	private final BackpressureStrategy strategy;

	/** Number of values that the channel has accepted since it was created. */
	private final LongSupplier accepted;

	/**
	 * Number of accepted values that are recorded, including those that the channel had
	 * accepted before this object was created.
	 */
	private final AtomicLong recorded = new AtomicLong();

	private final Queue<Object> sent = new ConcurrentLinkedQueue<>();

	private final Queue<Object> dropped = new ConcurrentLinkedQueue<>();

	private final Set<Object> filled = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

	private final AtomicInteger sending = new AtomicInteger();

	private final LongAdder receivedByOthers = new LongAdder();

	/**
	 * Under {@code DROP}: values dropped on this thread while a send was in progress,
	 * until their own sends are recorded.
	 */
	private final ThreadLocal<List<Object>> droppedHere = ThreadLocal.withInitial(ArrayList::new);

	/** Asynchronous calls whose outcomes are not recorded yet. */
	private final Set<Call> calls = ConcurrentHashMap.newKeySet();

	private volatile long droppedBefore;

	Recording(BackpressureStrategy strategy, LongSupplier accepted) {
		this.strategy = strategy;
		this.accepted = accepted;
		this.recorded.set(accepted.getAsLong());
	}

	/**
	 * Return the values that the channel has accepted. A send records its value when it
	 * returns, but the value can be received before that. So this method waits until all
	 * values are recorded that the channel has accepted so far.
	 */
	List<Object> sent() {
		long accepted = this.accepted.getAsLong();
		Wait.until(LIMIT, () -> sending() == 0 || this.recorded.get() >= accepted);
		return List.copyOf(this.sent);
	}

	/** Return the values that the channel has dropped. */
	List<Object> dropped() {
		return List.copyOf(this.dropped);
	}

	/**
	 * Return the buffered values. A channel is FIFO, so these are the values sent last.
	 */
	List<Object> buffered(int size) {
		List<Object> sent = sent();
		return sent.subList(Math.max(0, sent.size() - size), sent.size());
	}

	/**
	 * Return the number of values dropped since the test began, given the number since
	 * the channel was created.
	 */
	long dropped(long total) {
		return total - this.droppedBefore;
	}

	/** Begin a test: clear all values, and count drops from the given number on. */
	void rebase(long dropped) {
		this.sent.clear();
		this.dropped.clear();
		this.filled.clear();
		this.droppedBefore = dropped;
	}

	/** Return the number of sends in progress. */
	int sending() {
		recordOutcomes();
		return this.sending.get();
	}

	void sendBegins() {
		this.sending.incrementAndGet();
	}

	/**
	 * Record that the send of a value has returned normally. If the channel dropped the
	 * value, it is not recorded as sent.
	 */
	void sent(Object value) {
		if (!wasDropped(value)) {
			accepted(value);
		}
	}

	private void accepted(Object value) {
		this.sent.add(value);
		this.recorded.incrementAndGet();
	}

	void sendEnds() {
		this.sending.decrementAndGet();
	}

	private boolean wasDropped(Object value) {
		if (this.strategy != BackpressureStrategy.DROP) {
			return false;
		}
		List<Object> dropped = this.droppedHere.get();
		for (int i = 0; i < dropped.size(); i++) {
			if (dropped.get(i) == value) {
				dropped.remove(i);
				return true;
			}
		}
		return false;
	}

	/** Record the outcome of an asynchronous send, and return its future. */
	CompletableFuture<SendResult> sending(Object value, Supplier<CompletableFuture<SendResult>> send) {
		sendBegins();
		try {
			CompletableFuture<SendResult> future = send.get();
			if (!future.isDone()) {
				sendBegins();
				onOutcome(future, () -> {
					if (!future.isCompletedExceptionally()) {
						accepted(value);
					}
					sendEnds();
				});
			}
			else if (!future.isCompletedExceptionally()) {
				sent(value);
			}
			return future;
		}
		finally {
			sendEnds();
		}
	}

	/** Count the outcome of an asynchronous receive, and return its future. */
	<T> CompletableFuture<T> receiving(CompletableFuture<T> future) {
		onOutcome(future, () -> received(future.isCompletedExceptionally() ? 0 : 1));
		return future;
	}

	/**
	 * Record the outcome of a call when its future is done. A caller that waits for the
	 * future may continue before that. So each query of sent or received values first
	 * records the outcomes of all futures that are done.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // the caller has the future
	private void onOutcome(CompletableFuture<?> future, Runnable action) {
		Call call = new Call(future, action);
		this.calls.add(call);
		future.whenComplete((result, ex) -> settle(call));
	}

	private void recordOutcomes() {
		this.calls.stream().filter((call) -> call.future.isDone()).forEach(this::settle);
	}

	private void settle(Call call) {
		if (this.calls.remove(call)) {
			call.action.run();
		}
	}

	/**
	 * Record that the test filled the buffer with this value, so that the value is not
	 * reported as left behind.
	 */
	void filled(Object value) {
		this.filled.add(value);
	}

	boolean isFilled(Object value) {
		return this.filled.contains(value);
	}

	/** Count values received by receivers other than the current listeners. */
	void received(long count) {
		this.receivedByOthers.add(count);
	}

	long receivedByOthers() {
		recordOutcomes();
		return this.receivedByOthers.sum();
	}

	@Override
	public void onDrop(Object value) {
		this.dropped.add(value);
		if (this.strategy == BackpressureStrategy.DROP && this.sending.get() > 0) {
			this.droppedHere.get().add(value);
		}
	}

	@Override
	public boolean observesErrors() {
		return false;
	}

	/** Asynchronous call of the channel. */
	private static final class Call {

		private final CompletableFuture<?> future;

		private final Runnable action;

		Call(CompletableFuture<?> future, Runnable action) {
			this.future = future;
			this.action = action;
		}

	}

}
