/**
 * What one thread can measure, and the waking of another, with JMH.
 */
@NullMarked
package io.backpressure.channel.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
