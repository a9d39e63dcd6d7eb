/**
 * Measures implementations in turns, each in a process of its own, and prints tables.
 */
@NullMarked
package io.backpressure.channel.benchmarks.driver;

import org.jspecify.annotations.NullMarked;
