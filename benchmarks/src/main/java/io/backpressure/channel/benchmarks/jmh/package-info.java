/**
 * JMH benchmarks of operations on one thread, and of the wake-up of another thread.
 */
@NullMarked
package io.backpressure.channel.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
