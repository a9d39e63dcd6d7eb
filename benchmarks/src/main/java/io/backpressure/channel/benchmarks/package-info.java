/**
 * Benchmarks of the channel and its peers.
 */
@NullMarked
package io.backpressure.channel.benchmarks;

import org.jspecify.annotations.NullMarked;
