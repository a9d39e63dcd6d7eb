/**
 * Benchmarks of the channel beside its peers.
 */
@NullMarked
package io.backpressure.channel.benchmarks;

import org.jspecify.annotations.NullMarked;
