/**
 * Handoffs of several values at a time.
 */
@NullMarked
package io.backpressure.channel.benchmarks.batch;

import org.jspecify.annotations.NullMarked;
