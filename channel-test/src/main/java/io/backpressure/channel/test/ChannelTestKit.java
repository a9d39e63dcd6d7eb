package io.backpressure.channel.test;

import java.time.Duration;

import io.backpressure.channel.BackpressureChannel;
import io.backpressure.channel.ChannelBuilder;
import io.backpressure.channel.SharedChannel;
import io.backpressure.channel.spring.ChannelBuilderFactory;
import io.backpressure.channel.spring.ChannelRegistry;
import io.backpressure.channel.spring.listener.ListenerContainer;
import io.backpressure.channel.spring.listener.ListenerInvoker;
import io.backpressure.channel.spring.listener.ListenerInvokerDecorator;
import io.backpressure.channel.spring.listener.ListenerRegistry;
import io.backpressure.channel.spring.support.StandIn;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;

/**
 * Instrumentation of the application context under test: records its channels, intercepts
 * the calls of its listeners, and isolates its tests from each other. Tests use the
 * {@link ChannelProbe}, {@link ChannelEvents} and {@link TestClock} that it provides.
 *
 * @since 0.1.0
 */
public class ChannelTestKit implements BeanPostProcessor, ListenerInvokerDecorator, Ordered {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final boolean paused;

	private final TestClock clock = new TestClock();

	private final ListenerCalls calls = new ListenerCalls(this.clock);

	private final ChannelEvents events = new ChannelEvents(this.calls);

	private volatile @Nullable TestScope scope;

	/**
	 * Create the instrumentation of a context.
	 * @param paused whether listeners start paused
	 */
	public ChannelTestKit(boolean paused) {
		this.paused = paused;
	}

	/**
	 * Return the clock.
	 * @return the clock
	 */
	public TestClock clock() {
		return this.clock;
	}

	/**
	 * Return the recorder of events.
	 * @return the recorder, to be registered as a bean
	 */
	public ChannelEvents events() {
		return this.events;
	}

	/**
	 * Create the probe.
	 * @param channels the channels of the context
	 * @param listeners the listeners of the context
	 * @return the probe
	 */
	public ChannelProbe probe(ChannelRegistry channels, ListenerRegistry listeners) {
		Scene scene = new Scene(channels, listeners, this.calls, this.clock, new OpenChannels());
		TestScope scope = new TestScope(scene, this.events);
		this.scope = scope;
		this.clock.settledWhen(scene::isSettled);
		return new DefaultChannelProbe(scene, this.events, scope.before(), TIMEOUT);
	}

	/**
	 * Begin a test: forget all values, counts and events of earlier tests.
	 */
	public void beginTest() {
		TestScope scope = this.scope;
		if (scope != null) {
			scope.begin();
		}
	}

	/**
	 * End a test: release stalled listeners, restore the declared state of each listener,
	 * and empty the channels.
	 * @return a description of what the test has left behind, or {@code null} if it has
	 * left nothing behind
	 */
	public @Nullable String endTest() {
		TestScope scope = this.scope;
		return (scope != null) ? scope.end() : null;
	}

	/**
	 * Interrupt the calls of listeners that have not ended by the end of the test.
	 * @return whether another test can use the context: all listeners are idle
	 * afterwards, and the test has closed none of the channels that existed when it began
	 */
	public boolean interruptCalls() {
		TestScope scope = this.scope;
		return scope == null || scope.interrupt();
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof BackpressureChannel<?> channel) {
			return record(channel);
		}
		return (bean instanceof ChannelBuilderFactory factory) ? new RecordingFactory(factory) : bean;
	}

	private static <T> BackpressureChannel<T> record(BackpressureChannel<T> channel) {
		return (channel instanceof RecordingChannel<T> || channel instanceof SharedChannel<T>
				|| StandIn.isStandIn(channel)) ? channel : new RecordingChannel<>(channel);
	}

	@Override
	public ListenerInvoker decorate(ListenerContainer listener, ListenerInvoker invoker) {
		if (this.paused) {
			listener.pause();
		}
		return this.calls.surround(listener.id(), invoker);
	}

	@Override
	public void removed(ListenerContainer listener) {
		if (listener.channel() instanceof RecordingChannel<?> channel) {
			channel.recording().received(listener.stats().received());
		}
	}

	@Override
	public boolean isAroundSending() {
		return true;
	}

	/**
	 * Return the lowest precedence, so that this decorator is the innermost one around a
	 * listener. As a post-processor, this object still precedes the unordered
	 * post-processor that adds channels to their registry.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	/**
	 * Factory of recorded channels.
	 *
	 * @param factory the factory of the channels to record
	 */
	private record RecordingFactory(ChannelBuilderFactory factory) implements ChannelBuilderFactory {

		@Override
		public <T> ChannelBuilder<T> builder(String name) {
			return this.factory.builder(name);
		}

		@Override
		public <T> BackpressureChannel<T> build(String name, ResolvableType elementType, ChannelBuilder<T> builder) {
			return record(this.factory.build(name, elementType, builder));
		}

	}

}
