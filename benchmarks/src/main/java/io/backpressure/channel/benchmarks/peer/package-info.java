/**
 * The channel and its peers behind one small interface.
 */
@NullMarked
package io.backpressure.channel.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
