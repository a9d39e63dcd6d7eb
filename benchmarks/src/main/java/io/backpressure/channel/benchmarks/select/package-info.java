/**
 * Receives from the first of several channels that has a value.
 */
@NullMarked
package io.backpressure.channel.benchmarks.select;

import org.jspecify.annotations.NullMarked;
