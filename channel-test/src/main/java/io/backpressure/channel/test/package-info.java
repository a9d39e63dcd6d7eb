/**
 * Support for tests of applications with channels.
 * {@link io.backpressure.channel.test.ChannelProbe} waits for listeners, steers them and
 * shows the values that passed; {@link io.backpressure.channel.test.ChannelAssertions}
 * are assertions on channels and events.
 * <p>
 * {@code RecordingChannel} wraps every channel of the application context under test and
 * keeps its values in a {@code Recording}; {@code ListenerCalls} surrounds every call of
 * a listener.
 */
@NullMarked
package io.backpressure.channel.test;

import org.jspecify.annotations.NullMarked;
