package io.backpressure.channel.spring.listener;

import java.util.ArrayList;
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
	void value(Object inHand, Session session) {
		Retries.Failure failure = unfit(inHand);
		end(inHand, (failure != null) ? failure : call(value(inHand), session), session);
	}

	/** Deliver a batch, which succeeds or fails as a whole. */
	void batch(List<Object> batch, Session session) {
		List<Object> fit = new ArrayList<>(batch.size());
		List<Object> values = new ArrayList<>(batch.size());
		for (Object inHand : batch) {
			Retries.Failure unfit = unfit(inHand);
			if (unfit != null) {
				end(inHand, unfit, session);
			}
			else {
				fit.add(inHand);
				values.add(value(inHand));
			}
		}
		if (!fit.isEmpty()) {
			Retries.Failure failure = call(values, session);
			fit.forEach((inHand) -> end(inHand, failure, session));
		}
	}

	private static Object value(Object inHand) {
		return (inHand instanceof SharedValue shared) ? shared.value() : inHand;
	}

	/** Return why the listener is not called at all, or null. */
	private static Retries.@Nullable Failure unfit(Object inHand) {
		Throwable unfit = (inHand instanceof SharedValue shared) ? shared.unfit() : null;
		return (unfit != null) ? new Retries.Failure(unfit, 0) : null;
	}

	/** The end of a value: only now its channel may forget it. */
	private void end(Object inHand, Retries.@Nullable Failure failure, Session session) {
		if (failure != null && !isDealtWith(value(inHand), failure, session)) {
			giveBack(inHand);
			return;
		}
		if (inHand instanceof SharedValue shared) {
			shared.acknowledge();
		}
		if (failure == null) {
			this.account.processed(1);
		}
	}

	private void giveBack(Object inHand) {
		if (inHand instanceof SharedValue shared) {
			shared.release();
			this.account.released();
		}
		else {
			this.account.giveBack(inHand);
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

	/**
	 * Deal with a failure; return false if the session is aborted before that is done.
	 */
	private boolean isDealtWith(Object value, Retries.Failure failure, Session session) {
		if (session.isAborted()) {
			return false;
		}
		Thread.interrupted(); // if it was set, it was not by a stop
		FailedValue failed = new FailedValue(this.listener.id(), this.listener.channelName(), value, failure.cause(),
				failure.attempts());
		try {
			failed(failed, this.errorHandler.handle(failed));
		}
		catch (Throwable ex) {
			if (session.isAborted()) {
				return false;
			}
			ex.addSuppressed(failure.cause());
			logger.error(failed.discarded() + ", since its error handler failed as well", ex);
			failed(failed, ListenerErrorHandler.Outcome.DISCARDED);
		}
		return true;
	}

	private void failed(FailedValue failed, ListenerErrorHandler.Outcome outcome) {
		this.account.failed(outcome);
		this.events.publish(new ListenerFailureEvent(this.listener.channel(), failed, outcome));
	}

}
