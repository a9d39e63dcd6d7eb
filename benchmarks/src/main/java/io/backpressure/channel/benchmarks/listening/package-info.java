/**
 * Ways in which a Spring application has values handled on other threads.
 */
@NullMarked
package io.backpressure.channel.benchmarks.listening;

import org.jspecify.annotations.NullMarked;
