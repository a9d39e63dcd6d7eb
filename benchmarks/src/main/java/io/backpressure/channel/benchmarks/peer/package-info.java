/**
 * The channel and its peers, the queues and channels that it is compared with, behind
 * common interfaces.
 */
@NullMarked
package io.backpressure.channel.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
