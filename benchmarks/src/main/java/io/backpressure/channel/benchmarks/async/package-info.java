/**
 * Asynchronous handoffs: the channel's futures and their peers.
 */
@NullMarked
package io.backpressure.channel.benchmarks.async;

import org.jspecify.annotations.NullMarked;
