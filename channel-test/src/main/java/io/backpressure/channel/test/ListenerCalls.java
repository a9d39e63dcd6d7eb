package io.backpressure.channel.test;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.backpressure.channel.spring.listener.ListenerInvoker;
import org.jspecify.annotations.Nullable;

/**
 * Interception of the calls of all listeners of a context. Thread-safe.
 */
final class ListenerCalls {

	private final Map<String, CallControl> controls = new ConcurrentHashMap<>();

	private final TestClock clock;

	ListenerCalls(TestClock clock) {
		this.clock = clock;
	}

	/** Return the control of the calls of a listener. */
	CallControl of(String listenerId) {
		return this.controls.computeIfAbsent(listenerId, (id) -> new CallControl());
	}

	ListenerInvoker surround(String listenerId, ListenerInvoker invoker) {
		CallControl control = of(listenerId);
		return (argument) -> invoke(control, invoker, argument);
	}

	private @Nullable Object invoke(CallControl control, ListenerInvoker invoker, Object argument) throws Throwable {
		this.clock.stopWaiting();
		control.begin(Objects.requireNonNull(argument));
		try {
			control.awaitRelease();
			Throwable failure = control.nextFailure();
			if (failure != null) {
				throw failure;
			}
			return invoker.invoke(argument);
		}
		catch (Throwable ex) {
			control.failed(ex);
			throw ex;
		}
		finally {
			control.end();
		}
	}

	/** Record that the calling thread has settled the value of its failed call. */
	void settled() {
		this.controls.values().forEach(CallControl::settled);
	}

	/**
	 * Release all stalled listeners, and clear the exceptions that no call has thrown.
	 */
	void reset() {
		this.controls.values().forEach(CallControl::reset);
	}

}
