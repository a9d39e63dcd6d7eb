package io.backpressure.channel.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelTimeoutException;
import io.backpressure.channel.SendResult;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerStats;

/**
 * Probe of a {@link Scene}.
 *
 * @param scene the channels and listeners
 * @param events the events of the context
 * @param before the counts of each listener when the test began
 * @param timeout the longest wait
 */
record DefaultChannelProbe(Scene scene, ChannelEvents events, Map<String, ListenerStats> before,
		Duration timeout) implements ChannelProbe {

	@Override
	public ChannelProbe within(Duration timeout) {
		return new DefaultChannelProbe(this.scene, this.events, this.before, timeout);
	}

	@Override
	public void awaitQuiet() {
		if (!Wait.until(this.timeout, this.scene::isQuiet)) {
			throw failure("Channels and listeners are not quiet after " + Wait.text(this.timeout) + ":");
		}
	}

	@Override
	public void awaitProcessed(String listenerId, long count) {
		ListenerContainer listener = this.scene.listeners().get(listenerId);
		Wait.until(this.timeout, () -> counts(listener).processed() >= count || this.scene.isExhausted(listener));
		boolean exhausted = this.scene.isExhausted(listener);
		// read after the check above, since the counts of an exhausted listener are final
		ListenerStats counts = counts(listener);
		if (counts.processed() < count) {
			long failed = counts.recovered() + counts.deadLettered() + counts.discarded();
			throw failure("Listener '" + listenerId + "' has processed " + counts.processed() + " of "
					+ Diagnosis.values(count)
					+ (exhausted ? ", and its channel is closed and empty: "
							: " after " + Wait.text(this.timeout) + ": ")
					+ counts.received() + " received, " + failed + " failed." + lastFailure(listenerId));
		}
	}

	/** Describe the exception of the last value that a listener could not handle. */
	private String lastFailure(String listenerId) {
		List<FailedValue> failed = this.events.failed(listenerId);
		return failed.isEmpty() ? "" : " The last one failed with " + failed.get(failed.size() - 1).cause()
				+ ". See failed(\"" + listenerId + "\").";
	}

	/** Return the counts of a listener since the test began. */
	private ListenerStats counts(ListenerContainer listener) {
		ListenerStats now = listener.stats();
		ListenerStats earlier = this.before.get(listener.id());
		if (earlier == null) {
			return now;
		}
		return new ListenerStats(now.received() - earlier.received(), now.processed() - earlier.processed(),
				now.recovered() - earlier.recovered(), now.deadLettered() - earlier.deadLettered(),
				now.discarded() - earlier.discarded(), now.undelivered(), now.inFlight());
	}

	@Override
	public List<Object> sent(String channelName) {
		return new RecordedValues<>("values sent to channel '" + channelName + "'",
				this.scene.channel(channelName).recording().sent());
	}

	@Override
	public List<Object> dropped(String channelName) {
		return new RecordedValues<>("values dropped by channel '" + channelName + "'",
				this.scene.channel(channelName).recording().dropped());
	}

	@Override
	public List<FailedValue> failed(String listenerId) {
		String id = this.scene.listeners().get(listenerId).id();
		// a test can receive a dead letter before the event of the failure is published
		Wait.until(this.timeout, () -> !this.scene.isSettling(id));
		return new RecordedValues<>("values that listener '" + id + "' could not handle", this.events.failed(id));
	}

	@Override
	@SuppressWarnings("unchecked") // the type of each value is checked before it is sent
	public <T> List<T> fill(String channelName, IntFunction<? extends T> values) {
		BackpressureChannel<Object> channel = (BackpressureChannel<Object>) this.scene.channel(channelName);
		Recording recording = this.scene.channel(channelName).recording();
		if (channel.isClosed()) {
			throw new IllegalStateException("Channel '" + channelName + "' is closed");
		}
		for (ListenerContainer listener : this.scene.listeners().ofChannel(channelName)) {
			if (Scene.isReceiving(listener) && !this.scene.calls().of(listener.id()).isStalled()) {
				throw new IllegalStateException("Channel '" + channelName + "' does not stay full, since listener '"
						+ listener.id() + "' receives from it. Call stall(\"" + listener.id()
						+ "\") first, or pause the listener");
			}
		}
		Class<?> type = this.scene.channels().elementType(channelName).resolve(Object.class);
		List<T> sent = new ArrayList<>();
		boolean full = Wait.until(this.timeout, () -> {
			boolean noneTakes = this.scene.listeners()
				.ofChannel(channelName)
				.stream()
				.allMatch(DefaultChannelProbe::takesNoMore);
			while (channel.size() < channel.capacity()) {
				T value = Objects.requireNonNull(values.apply(sent.size()));
				if (!type.isInstance(value)) {
					throw new IllegalArgumentException("Channel '" + channelName + "' carries " + type.getName()
							+ ", not " + value.getClass().getName());
				}
				recording.filled(value);
				if (channel.trySend(value) == SendResult.SENT) {
					sent.add(value);
				}
			}
			return noneTakes;
		});
		if (!full) {
			throw failure("Channel '" + channelName + "' did not stay full within " + Wait.text(this.timeout) + ":");
		}
		return sent;
	}

	private static boolean takesNoMore(ListenerContainer listener) {
		return !Scene.isReceiving(listener) || listener.activeThreads() >= listener.concurrency().max();
	}

	@Override
	public void stall(String listenerId) {
		this.scene.control(listenerId).stall();
	}

	@Override
	public void release(String listenerId) {
		CallControl control = this.scene.control(listenerId);
		if (!control.isStalled()) {
			throw new IllegalStateException(
					"Listener '" + listenerId + "' is not stalled. Call stall(\"" + listenerId + "\") first");
		}
		control.release();
	}

	@Override
	public void failNext(String listenerId, Throwable exception) {
		this.scene.control(listenerId).failNext(Objects.requireNonNull(exception, "exception must not be null"));
	}

	@Override
	public Object next(String channelName) {
		RecordingChannel<?> channel = this.scene.channel(channelName);
		if (this.scene.isReceivedFrom(channelName)) {
			throw new IllegalStateException("A listener receives from channel '" + channelName + "': "
					+ new Diagnosis(this.scene).receivers(channelName)
					+ ". Pause it, for example with @ChannelTest(listeners = PAUSED), or read the values with sent(\""
					+ channelName + "\")");
		}
		try {
			return channel.receive(this.timeout);
		}
		catch (ChannelTimeoutException ex) {
			throw failure("Channel '" + channelName + "' is empty after " + Wait.text(ex.timeout())
					+ ". It has accepted " + Diagnosis.values(channel.recording().sent().size()) + " in this test.");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for a value of channel '" + channelName + "'",
					ex);
		}
	}

	@Override
	public <T> T next(String channelName, Class<T> type) {
		Object value = next(channelName);
		if (!type.isInstance(value)) {
			throw new AssertionError("The next value of channel '" + channelName + "' is a "
					+ value.getClass().getName() + ", not a " + type.getName() + ": " + value);
		}
		return type.cast(value);
	}

	private AssertionError failure(String message) {
		return new AssertionError(message + "\n" + new Diagnosis(this.scene).text());
	}

}
