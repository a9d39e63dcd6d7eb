package io.backpressure.channel.spring.support;

import io.backpressure.channel.BackpressureChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel that a test has replaced, such as by a mock: an object that has the type of a
 * channel but not its behavior. Nothing is attached to it, and listeners of it do not
 * start.
 */
public final class StandIn {

	private static final String MOCKITO = "$MockitoMock$";

	private StandIn() {
	}

	/**
	 * Returns whether a channel is a stand-in. Mocks of Mockito are recognized without
	 * calling them, so that tests can verify that there were no other interactions. Any
	 * other channel is one if it has no name, no strategy, or no capacity.
	 * @param channel the channel
	 * @return {@code true} if it does not behave as a channel
	 */
	public static boolean isStandIn(BackpressureChannel<?> channel) {
		return isMock(channel) || isBlank(channel.name()) || channel.strategy() == null || channel.capacity() < 1;
	}

	/**
	 * Returns whether an object is a mock that Mockito has made of an interface. The
	 * object is not called.
	 * @param object the object
	 * @return {@code true} if it is a mock
	 */
	public static boolean isMock(Object object) {
		return object.getClass().getName().contains(MOCKITO);
	}

	private static boolean isBlank(@Nullable String name) {
		return name == null || name.isBlank();
	}

}
