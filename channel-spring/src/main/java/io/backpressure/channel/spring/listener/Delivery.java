package io.backpressure.channel.spring.listener;

import java.util.ArrayList;
import java.util.List;

import io.backpressure.channel.spring.listener.Retries.Failure;
import io.backpressure.channel.spring.propagation.CarriedValue;
import org.jspecify.annotations.Nullable;

/**
 * Delivery of the values that a thread has in hand: calls the listener, repeats the call
 * if necessary, and brings each value to its {@linkplain Settlement end}.
 */
final class Delivery {

	private final boolean batch;

	private final Intake intake;

	private final WorkerGroup group;

	/** Written before the first thread starts. */
	private ListenerInvoker invoker;

	private final Retries retries;

	private final Settlement settlement;

	private final FailureLog log;

	Delivery(ListenerDefinition definition, Intake intake, WorkerGroup group, Retries retries, Settlement settlement,
			FailureLog log) {
		this.batch = definition.batch();
		this.intake = intake;
		this.group = group;
		this.invoker = definition.invoker();
		this.retries = retries;
		this.settlement = settlement;
		this.log = log;
	}

	/** Replace the invoker with a decorated one. */
	void decorate(ListenerInvoker decorated) {
		this.invoker = decorated;
	}

	/**
	 * Deliver the values in hand. Each value is settled whatever is thrown before, during
	 * or after the call, and this method throws nothing.
	 */
	void deliver(ValuesInHand inHand, Worker worker) {
		worker.begin(inHand.size());
		try {
			try {
				deliverAsOneOrBatch(inHand, worker);
			}
			catch (Throwable ex) {
				failed(inHand, ex, worker);
			}
		}
		finally {
			inHand.clear();
			worker.end();
		}
	}

	private void deliverAsOneOrBatch(ValuesInHand inHand, Worker worker) {
		if (this.batch) {
			batch(inHand, worker);
		}
		else if (inHand.get(0) instanceof CarriedValue<?> carried) {
			carried.run(() -> single(inHand, worker));
		}
		else {
			single(inHand, worker);
		}
	}

	/**
	 * Settle the values after a failure outside the listener, such as while setting its
	 * context.
	 */
	private void failed(ValuesInHand inHand, Throwable ex, Worker worker) {
		boolean allEnded = true;
		for (int i = 0; i < inHand.size(); i++) {
			Object value = inHand.take(i);
			if (value != null) {
				allEnded = false;
				this.settlement.failed(value, ex, 0, worker);
			}
		}
		if (allEnded) {
			this.log.error("handled a value of channel '%s', but failed to leave the context of its sender", null, ex);
		}
	}

	private void single(ValuesInHand inHand, Worker worker) {
		Object value = fit(inHand, 0, worker);
		if (value != null) {
			end(inHand, 0, call(value, worker), worker);
		}
	}

	/** Deliver a batch, which succeeds or fails as a whole. */
	private void batch(ValuesInHand inHand, Worker worker) {
		List<Object> values = new ArrayList<>(inHand.size());
		for (int i = 0; i < inHand.size(); i++) {
			Object value = fit(inHand, i, worker);
			if (value != null) {
				values.add(value);
			}
		}
		Failure failure = values.isEmpty() ? null : call(values, worker);
		for (int i = 0; i < inHand.size(); i++) {
			end(inHand, i, failure, worker);
		}
	}

	/** Return the value to call the listener with, or {@code null} if there is none. */
	private @Nullable Object fit(ValuesInHand inHand, int index, Worker worker) {
		Throwable unfit = this.intake.read(inHand, index);
		Object value = (unfit != null) ? inHand.take(index) : inHand.get(index);
		if (value == null) {
			return null;
		}
		if (unfit != null) {
			this.settlement.failed(value, unfit, 0, worker);
			return null;
		}
		return this.intake.value(value);
	}

	private void end(ValuesInHand inHand, int index, @Nullable Failure failure, Worker worker) {
		Object value = inHand.take(index);
		if (value == null) {
			return;
		}
		if (failure == null) {
			this.settlement.processed(value);
		}
		else if (failure.unfinished()) {
			this.settlement.unfinished(value);
		}
		else {
			this.settlement.failed(value, failure.cause(), failure.attempts(), worker);
		}
	}

	/** Return the failure of the listener, or {@code null} if it succeeded. */
	private @Nullable Failure call(Object argument, Worker worker) {
		try {
			this.invoker.invoke(argument);
			return null;
		}
		catch (Throwable ex) {
			return worker.isAborted() ? new Failure(ex, 1, true) : this.retries.repeat(ex,
					() -> this.invoker.invoke(argument), (delay) -> this.group.awaitRetry(worker, delay));
		}
	}

}
