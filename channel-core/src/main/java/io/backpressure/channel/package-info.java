/**
 * Bounded channels between threads, with a strategy for full buffers, callbacks and
 * statistics.
 * <p>
 * Start at {@link io.backpressure.channel.BackpressureChannel}.
 */
@NullMarked
package io.backpressure.channel;

import org.jspecify.annotations.NullMarked;
