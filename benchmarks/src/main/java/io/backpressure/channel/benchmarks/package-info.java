/**
 * Benchmarks that compare the channel with its peers: queues and channels of the JDK and
 * of other libraries.
 */
@NullMarked
package io.backpressure.channel.benchmarks;

import org.jspecify.annotations.NullMarked;
