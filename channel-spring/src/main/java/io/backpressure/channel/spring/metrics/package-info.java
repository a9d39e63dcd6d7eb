/**
 * What happens to channels, as meters.
 */
@NullMarked
package io.backpressure.channel.spring.metrics;

import org.jspecify.annotations.NullMarked;
