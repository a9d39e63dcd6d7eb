/**
 * The channel and its peers behind a common interface.
 */
@NullMarked
package io.backpressure.channel.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
