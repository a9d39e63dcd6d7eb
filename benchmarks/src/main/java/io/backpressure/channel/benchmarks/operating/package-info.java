/**
 * Application with channels, for benchmarks of monitoring.
 */
@NullMarked
package io.backpressure.channel.benchmarks.operating;

import org.jspecify.annotations.NullMarked;
