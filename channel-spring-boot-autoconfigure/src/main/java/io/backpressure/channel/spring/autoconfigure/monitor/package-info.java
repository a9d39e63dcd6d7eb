/**
 * Auto-configuration of the monitor.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure.monitor;

import org.jspecify.annotations.NullMarked;
