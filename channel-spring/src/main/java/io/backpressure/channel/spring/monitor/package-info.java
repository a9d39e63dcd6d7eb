/**
 * Monitoring of the channels of an application context by periodic samples: rates, fill
 * levels over time, conditions and recent events.
 */
@NullMarked
package io.backpressure.channel.spring.monitor;

import org.jspecify.annotations.NullMarked;
