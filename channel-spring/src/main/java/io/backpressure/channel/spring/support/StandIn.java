package io.backpressure.channel.spring.support;

import io.backpressure.channel.BackpressureChannel;
import org.jspecify.annotations.Nullable;

/**
 * Detection of stand-ins: objects, such as mocks, with which a test replaces a channel
 * but which do not behave like a channel. Nothing is attached to a stand-in, and its
 * listeners do not start.
 *
 * @since 0.1.0
 */
public final class StandIn {

	private static final String MOCKITO = "$MockitoMock$";

	private StandIn() {
	}

	/**
	 * Return whether a channel is a stand-in. Mocks of Mockito are recognized without
	 * calling them, so that tests can verify that there were no other interactions. Any
	 * other channel is a stand-in if it has no name, no strategy, or no capacity.
	 * @param channel the channel
	 * @return {@code true} if it does not behave like a channel
	 */
	public static boolean isStandIn(BackpressureChannel<?> channel) {
		return isMock(channel) || isBlank(channel.name()) || channel.strategy() == null || channel.capacity() < 1;
	}

	/**
	 * Return whether an object is a Mockito mock of an interface. The object is not
	 * called.
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
