/**
 * Handoffs by asynchronous calls of the channel and of its peers.
 */
@NullMarked
package io.backpressure.channel.benchmarks.async;

import org.jspecify.annotations.NullMarked;
