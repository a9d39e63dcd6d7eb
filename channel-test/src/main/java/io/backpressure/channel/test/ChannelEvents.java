package io.backpressure.channel.test;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.backpressure.channel.spring.event.ChannelEvent;
import io.backpressure.channel.spring.listener.FailedValue;
import io.backpressure.channel.spring.listener.ListenerFailureEvent;

import org.springframework.context.ApplicationListener;

/**
 * Events of channels and listeners that were published on any thread since the test
 * began. If {@code backpressure.events.mode} is {@code each}, which is the default, every
 * drop, block and error has an event.
 *
 * @since 0.1.0
 */
public class ChannelEvents implements ApplicationListener<ChannelEvent> {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Queue<ChannelEvent> events = new ConcurrentLinkedQueue<>();

	private final ListenerCalls calls;

	ChannelEvents(ListenerCalls calls) {
		this.calls = calls;
	}

	@Override
	public void onApplicationEvent(ChannelEvent event) {
		this.events.add(event);
		if (event instanceof ListenerFailureEvent) {
			this.calls.settled();
		}
	}

	/**
	 * Return the events.
	 * @return the events in the order of their publication; a copy
	 */
	public List<ChannelEvent> all() {
		return List.copyOf(this.events);
	}

	/**
	 * Return the events of a type.
	 * @param <E> the type
	 * @param type the type
	 * @return the events in the order of their publication; a copy
	 */
	public <E extends ChannelEvent> List<E> ofType(Class<E> type) {
		return all().stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * Wait until an event of a type has been published since the test began. Fails with
	 * an {@link AssertionError} after ten seconds.
	 * @param <E> the type of the event
	 * @param type the type of the event
	 * @return the first of these events
	 */
	public <E extends ChannelEvent> E await(Class<E> type) {
		return await(type, TIMEOUT);
	}

	<E extends ChannelEvent> E await(Class<E> type, Duration timeout) {
		if (!Wait.until(timeout, () -> !ofType(type).isEmpty())) {
			throw new AssertionError("No " + type.getSimpleName() + " was published within " + Wait.text(timeout)
					+ ". Published events: " + all() + ". If the event is due later, move the TestClock forward");
		}
		return ofType(type).get(0);
	}

	/** Return the values that a listener could not handle. */
	List<FailedValue> failed(String listenerId) {
		return ofType(ListenerFailureEvent.class).stream()
			.filter((event) -> event.getListenerId().equals(listenerId))
			.map(ListenerFailureEvent::getFailed)
			.toList();
	}

	void clear() {
		this.events.clear();
	}

}
