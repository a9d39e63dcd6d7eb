/**
 * Listeners of channels: annotated methods, and the containers that call them.
 * <p>
 * {@link io.backpressure.channel.spring.listener.ListenerContainer} controls the
 * lifecycle of a listener: start, stop, pause and the number of threads.
 * {@code ReceiveLoop} is the main loop of each thread. {@code Delivery} calls the
 * listener with a value, and {@code Settlement} records the outcome. {@code Intake} hides
 * the differences between a channel in memory and a shared one.
 */
@NullMarked
package io.backpressure.channel.spring.listener;

import org.jspecify.annotations.NullMarked;
