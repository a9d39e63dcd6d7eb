/**
 * Scenarios, and the process that measures one implementation.
 */
@NullMarked
package io.backpressure.channel.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
