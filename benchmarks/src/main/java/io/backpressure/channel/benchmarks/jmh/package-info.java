/**
 * JMH benchmarks for single threads, and for the wake-up of another thread.
 */
@NullMarked
package io.backpressure.channel.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
