/**
 * Consuming channels: annotated methods, and the containers that call them.
 * <p>
 * {@link io.backpressure.channel.spring.listener.ListenerContainer} is the life of a
 * listener (start, stop, pause, how many threads), {@code ReceiveLoop} what each of its
 * threads does, and {@code Delivery} what becomes of a value: handled, retried, given to
 * the error handler. What differs for a channel in memory and a shared one is in
 * {@code Intake}.
 */
@NullMarked
package io.backpressure.channel.spring.listener;

import org.jspecify.annotations.NullMarked;
