/**
 * Micrometer meters for channels and listeners.
 */
@NullMarked
package io.backpressure.channel.spring.metrics;

import org.jspecify.annotations.NullMarked;
