/**
 * Bounded channels between threads: what happens when one is full is chosen, counted and
 * told.
 * <p>
 * Start at {@link io.backpressure.channel.BackpressureChannel}.
 */
@NullMarked
package io.backpressure.channel;

import org.jspecify.annotations.NullMarked;
