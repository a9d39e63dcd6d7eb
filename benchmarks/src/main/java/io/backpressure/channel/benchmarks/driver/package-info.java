/**
 * Driver that runs each implementation in a separate process, measures the
 * implementations alternately, and prints tables.
 */
@NullMarked
package io.backpressure.channel.benchmarks.driver;

import org.jspecify.annotations.NullMarked;
