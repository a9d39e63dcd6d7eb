/**
 * Bounded channels between threads, with callbacks, statistics and a strategy for full
 * buffers.
 * <p>
 * Start at {@link io.backpressure.channel.BackpressureChannel}.
 */
@NullMarked
package io.backpressure.channel;

import org.jspecify.annotations.NullMarked;
