/**
 * Auto-configuration of the actuator endpoint.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
