package io.backpressure.channel.spring.listener;

import java.util.ArrayList;
import java.util.List;

import io.backpressure.channel.spring.listener.Retries.Failure;
import io.backpressure.channel.spring.propagation.CarriedValue;
import org.jspecify.annotations.Nullable;

/**
 * Delivery of values in flight, shared by all threads of a listener: calls the listener,
 * repeats the call if necessary, and {@linkplain Settlement settles} each value.
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
	 * Deliver the values in flight. Each value is settled whatever is thrown before,
	 * during or after the call, and this method throws nothing.
	 */
	void deliver(ValuesInFlight inFlight, Worker worker) {
		worker.begin(inFlight.size());
		try {
			try {
				deliverAsOneOrBatch(inFlight, worker);
			}
			catch (Throwable ex) {
				failed(inFlight, ex, worker);
			}
		}
		finally {
			inFlight.clear();
			worker.end();
		}
	}

	private void deliverAsOneOrBatch(ValuesInFlight inFlight, Worker worker) {
		if (this.batch) {
			batch(inFlight, worker);
		}
		else if (inFlight.get(0) instanceof CarriedValue<?> carried) {
			carried.run(() -> single(inFlight, worker));
		}
		else {
			single(inFlight, worker);
		}
	}

	/**
	 * Settle the remaining values after a failure outside the listener, for example if
	 * the context of the sender cannot be set.
	 */
	private void failed(ValuesInFlight inFlight, Throwable ex, Worker worker) {
		boolean allEnded = true;
		for (int i = 0; i < inFlight.size(); i++) {
			Object value = inFlight.take(i);
			if (value != null) {
				allEnded = false;
				this.settlement.failed(value, ex, 0, worker);
			}
		}
		if (allEnded) {
			this.log.error("failed to leave the context of the sender after a value of channel '%s'", null, ex);
		}
	}

	private void single(ValuesInFlight inFlight, Worker worker) {
		Object value = fit(inFlight, 0, worker);
		if (value != null) {
			end(inFlight, 0, call(value, worker), worker);
		}
	}

	/** Deliver a batch. A failed call counts as a failure with each of its values. */
	private void batch(ValuesInFlight inFlight, Worker worker) {
		List<Object> values = new ArrayList<>(inFlight.size());
		for (int i = 0; i < inFlight.size(); i++) {
			Object value = fit(inFlight, i, worker);
			if (value != null) {
				values.add(value);
			}
		}
		Failure failure = values.isEmpty() ? null : call(values, worker);
		for (int i = 0; i < inFlight.size(); i++) {
			end(inFlight, i, failure, worker);
		}
	}

	/**
	 * Read a value, and return what to call the listener with. If the listener must not
	 * be called with the value, settles it and returns {@code null}.
	 */
	private @Nullable Object fit(ValuesInFlight inFlight, int index, Worker worker) {
		Throwable unfit = this.intake.read(inFlight, index);
		Object value = (unfit != null) ? inFlight.take(index) : inFlight.get(index);
		if (value == null) {
			return null;
		}
		if (unfit != null) {
			this.settlement.failed(value, unfit, 0, worker);
			return null;
		}
		return this.intake.value(value);
	}

	private void end(ValuesInFlight inFlight, int index, @Nullable Failure failure, Worker worker) {
		Object value = inFlight.take(index);
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

	/**
	 * Call the listener, repeatedly if necessary, and return the final failure. Returns
	 * {@code null} if a call succeeded.
	 */
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
