/**
 * Listeners of channels: annotated methods, or functions, that are called with the values
 * of a channel.
 * <p>
 * {@link io.backpressure.channel.spring.listener.ListenerContainer} runs the threads of a
 * listener, and starts, stops and pauses it. {@code ReceiveLoop} is the main loop of each
 * thread. {@code Delivery} calls the listener with a value, and {@code Settlement}
 * records the outcome. {@code Intake} hides the differences between a channel in memory
 * and one that other JVMs share.
 */
@NullMarked
package io.backpressure.channel.spring.listener;

import org.jspecify.annotations.NullMarked;
