/**
 * Comparison of a channel on Redis with the alternative of a Spring application.
 */
@NullMarked
package io.backpressure.channel.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
