/**
 * Comparison of a channel on Redis with the list that a Spring application would use
 * instead.
 */
@NullMarked
package io.backpressure.channel.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
