/**
 * Driver that measures implementations alternately, each in a separate process, and
 * prints tables.
 */
@NullMarked
package io.backpressure.channel.benchmarks.driver;

import org.jspecify.annotations.NullMarked;
