/**
 * An application with channels that is looked at.
 */
@NullMarked
package io.backpressure.channel.benchmarks.operating;

import org.jspecify.annotations.NullMarked;
