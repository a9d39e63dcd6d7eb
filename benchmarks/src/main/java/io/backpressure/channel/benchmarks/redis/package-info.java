/**
 * A channel on Redis beside what a Spring application would use in its place.
 */
@NullMarked
package io.backpressure.channel.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
