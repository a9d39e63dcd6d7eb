/**
 * Handoffs through several channels. A receiver selects a channel that has a value.
 */
@NullMarked
package io.backpressure.channel.benchmarks.select;

import org.jspecify.annotations.NullMarked;
