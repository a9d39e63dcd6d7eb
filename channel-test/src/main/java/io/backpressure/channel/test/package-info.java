/**
 * Support for tests of applications with channels.
 * {@link io.backpressure.channel.test.ChannelProbe} waits for listeners, controls them
 * and returns the values that passed through channels;
 * {@link io.backpressure.channel.test.ChannelAssertions} has assertions on channels and
 * events.
 * <p>
 * {@code RecordingChannel} wraps every channel of the application context under test and
 * keeps its values in a {@code Recording}; {@code ListenerCalls} intercepts every call of
 * a listener.
 */
@NullMarked
package io.backpressure.channel.test;

import org.jspecify.annotations.NullMarked;
