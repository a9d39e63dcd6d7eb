/**
 * Auto-configuration of meters.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
