/**
 * Ways for a Spring application to handle values on other threads.
 */
@NullMarked
package io.backpressure.channel.benchmarks.listening;

import org.jspecify.annotations.NullMarked;
