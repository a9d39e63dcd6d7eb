package io.backpressure.channel.spring.listener;

import java.util.List;

import io.backpressure.channel.spring.event.GuardedPublisher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a value, or a batch of them, once it has been received: the listener is
 * called, again if need be, and in the end the error handler. Nothing is thrown, and each
 * value is accounted for.
 */
final class Delivery {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	private final ListenerContainer listener;

	private final Account account;

	private final ListenerInvoker invoker;

	private final Retries retries;

	private final ListenerErrorHandler errorHandler;

	private final GuardedPublisher events;

	Delivery(ListenerContainer listener, Account account, ListenerInvoker invoker, Retries retries,
			ListenerErrorHandler errorHandler, GuardedPublisher events) {
		this.listener = listener;
		this.account = account;
		this.invoker = invoker;
		this.retries = retries;
		this.errorHandler = errorHandler;
		this.events = events;
	}

	/**
	 * Deliver a value. If the session is aborted, a call that fails has not failed: the
	 * value is given back.
	 */
	void value(Object value, Session session) {
		Retries.Failure failure = call(value, session);
		if (failure == null) {
			this.account.processed(1);
		}
		else {
			failed(value, failure, session);
		}
	}

	/** Deliver a batch, which succeeds or fails as a whole. */
	void batch(List<Object> batch, Session session) {
		Retries.Failure failure = call(batch, session);
		if (failure == null) {
			this.account.processed(batch.size());
		}
		else {
			batch.forEach((value) -> failed(value, failure, session));
		}
	}

	/** Return how the listener failed, or null. */
	private Retries.@Nullable Failure call(Object argument, Session session) {
		try {
			this.invoker.invoke(argument);
			return null;
		}
		catch (Throwable ex) {
			return session.isAborted() ? new Retries.Failure(ex, 1)
					: this.retries.repeat(ex, () -> this.invoker.invoke(argument));
		}
	}

	private void failed(Object value, Retries.Failure failure, Session session) {
		if (session.isAborted()) {
			this.account.giveBack(value);
			return;
		}
		Thread.interrupted(); // if it was set, it was not by a stop
		FailedValue failed = new FailedValue(this.listener.id(), this.listener.channelName(), value, failure.cause(),
				failure.attempts());
		try {
			failed(failed, this.errorHandler.handle(failed));
		}
		catch (Throwable ex) {
			if (session.isAborted()) {
				this.account.giveBack(value);
				return;
			}
			ex.addSuppressed(failure.cause());
			logger.error(failed.discarded() + ", since its error handler failed as well", ex);
			failed(failed, ListenerErrorHandler.Outcome.DISCARDED);
		}
	}

	private void failed(FailedValue failed, ListenerErrorHandler.Outcome outcome) {
		this.account.failed(outcome);
		this.events.publish(new ListenerFailureEvent(this.listener.channel(), failed, outcome));
	}

}
